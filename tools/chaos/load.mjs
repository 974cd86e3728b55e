import { setTimeout as sleep } from 'node:timers/promises';
import { requestOf } from './reports.mjs';

/**
 * The MES: keeps `connections` requests in flight, one at most of each lane, so that it knows in which order its reports of an operation were accepted. What has no answer is sent again with
 * the same body; each 202 is on disk before the lane goes on. It rests while the ERP is far behind.
 */
export class Load {
  /** Reports that the gateway refused outright; there must be none. */
  refused = [];
  accepted = 0;

  constructor({ calls, log, times, connections, mayGoOn = () => true }) {
    Object.assign(this, { calls, log, times, connections, mayGoOn });
  }

  /** Sends every step of every lane. Resolves when each has its answer. */
  async send(lanes) {
    const waiting = lanes.filter(({ steps }) => steps.length > 0).map((lane) => ({ lane, at: 0 }));
    let open = waiting.length;
    const work = async () => {
      while (open > 0) {
        const place = waiting.shift();
        if (place === undefined || !this.mayGoOn()) {
          if (place !== undefined) waiting.unshift(place);
          await sleep(20);
          continue;
        }
        const { steps } = place.lane;
        do await this.step(steps[place.at++]);
        while (steps[place.at]?.type === 'reversal'); // a report and the wish to take it back follow each other at once
        if (place.at < steps.length) waiting.push(place);
        else open -= 1;
      }
    };
    await Promise.all(Array.from({ length: this.connections }, work));
  }

  async step(step) {
    if (step.afterMs > 0) await sleep(step.afterMs);
    const { path, body } = requestOf(step, this.times);
    const answer = await this.calls.callUntilAnswered('POST', path, body);
    if (answer.status !== 202) return void this.refused.push({ id: step.id, status: answer.status, code: answer.body?.code });
    await this.log.append({ ...step, messageId: answer.body.messageId });
    this.accepted += 1;
  }
}
