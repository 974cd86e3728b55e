import { setTimeout as sleep } from 'node:timers/promises';

/** The person at the exceptions desk: gives up, with a reason, what names a lot that does not exist. Anything else that is parked is left to the judge. */
export class Desk {
  #open = true;
  #work;
  discarded = 0;

  constructor(calls) {
    this.calls = calls;
  }

  begin() {
    this.#work = this.#keepLooking();
  }

  async end() {
    this.#open = false;
    await this.#work;
  }

  async #keepLooking() {
    while (this.#open) {
      await sleep(700);
      for (const state of ['parked', 'waiting']) {
        const { status, body } = await this.calls.call('GET', `/messages?state=${state}&errorCode=LOT_UNKNOWN&limit=200`);
        if (status === 200) await Promise.all(body.items.map((message) => this.#discard(message)));
      }
    }
  }

  async #discard({ messageId, revision }) {
    const { status } = await this.calls.call('POST', `/messages/${messageId}/discard`, { reason: 'There is no such lot.', expectedRevision: revision });
    if (status === 200) this.discarded += 1;
  }
}
