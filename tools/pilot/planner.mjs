import { LateCorrections } from './late-corrections.mjs';

const EVERY_MS = 1_500;

/**
 * The hands of the planner while the plants run: agrees to planned orders that want a second person, releases what the ERP has created, and gives up what the desk shows him for good.
 * One round after the other until `stop`.
 */
export class Planner {
  /** What was done. */
  done = { approved: 0, released: 0, discarded: 0, raised: 0 };
  #stopping = false;
  #running = Promise.resolve();
  #released = new Set();

  /** @param leaves orders that somebody else releases, or nobody */
  constructor(plants, siteIds, leaves, tell) {
    Object.assign(this, { plants, siteIds, leaves, tell, late: new LateCorrections(plants, tell) });
  }

  start() {
    this.#running = this.#work();
    this.#running.catch(() => undefined); // met by `stop`, unless the story is broken off before
  }

  /** Ends after the round under way. @throws what a round met */
  async stop() {
    this.#stopping = true;
    await this.#running;
  }

  async #work() {
    while (!this.#stopping) {
      for (const siteId of this.siteIds) {
        await this.#approve(siteId);
        await this.#release(siteId);
        await this.#lookAtTheDesk(siteId);
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  async #approve(siteId) {
    for await (const { messageId } of this.plants.processRows('supervisor', `/sites/${siteId}/messages?state=awaitingApproval`)) {
      const { status } = await this.plants.process('planner', 'POST', `/sites/${siteId}/messages/${messageId}/approve`, { body: {}, expected: [200, 202, 409] });
      if (status === 409) continue;
      this.done.approved += 1;
      if (this.done.approved === 1) this.tell(`${siteId}: a planner agreed to the conversion of a planned order (message ${messageId})`);
    }
  }

  /** Orders that came out of planned orders. One that cannot be released yet is tried again in the next round. */
  async #release(siteId) {
    const { status, body } = await this.plants.systemErp('planner', `/sites/${siteId}/work-orders?status=created&limit=1000`, { expected: [200, 502, 503, 504] });
    if (status !== 200) return; // the ERP is in maintenance
    for (const { workOrderId } of body.items) {
      if (this.leaves(siteId, workOrderId) || this.#released.has(`${siteId} ${workOrderId}`)) continue;
      const answer = await this.plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/release`, { expected: [202, 422] });
      if (answer.status === 422) continue;
      this.#released.add(`${siteId} ${workOrderId}`);
      this.done.released += 1;
    }
  }

  /** What is parked: a change that the plant does not follow is given up; for more than was ordered, after somebody cut the order on a screen, the order is raised again; a correction that came after its order was cancelled is discarded. */
  async #lookAtTheDesk(siteId) {
    for await (const message of this.plants.processRows('supervisor', `/sites/${siteId}/messages?state=parked`)) {
      if (message.kind === 'workOrderChange') await this.#giveUp(siteId, message);
      if (message.error?.code === 'OVER_TOLERANCE') await this.#raise(siteId, message);
      await this.late.decide(siteId, message);
    }
  }

  async #giveUp(siteId, { messageId, error }) {
    const { status } = await this.plants.process('supervisor', 'POST', `/sites/${siteId}/messages/${messageId}/discard`, { body: { reason: `the order stays as it is: ${error?.code}` }, expected: [200, 202, 409] });
    if (status === 409) return;
    this.done.discarded += 1;
    this.tell(`${siteId}: a change was given up at the desk (${error?.code}: ${error?.reason})`);
  }

  async #raise(siteId, { messageId, workOrderId, error }) {
    const [, value, unit] = /: (\S+) (\S+) is above/.exec(error.reason) ?? [];
    if (value === undefined || (await this.plants.tryErpCommand(siteId, { type: 'changeOrder', workOrderId, quantity: { value, unit } })) !== undefined) return;
    const { status } = await this.plants.process('supervisor', 'POST', `/sites/${siteId}/messages/${messageId}/resubmit`, { body: {}, expected: [200, 202, 409] });
    if (status === 409) return;
    this.done.raised += 1;
    this.tell(`${siteId}: ${error.reason.split('.')[0]}; the planner raised ${workOrderId} and sent the report again`);
  }
}
