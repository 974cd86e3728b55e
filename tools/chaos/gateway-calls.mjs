import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SITE } from './plant.mjs';

/** Calls of the process APIs over keep-alive connections, by turns: whoever gets no answer asks the other one. */
export class GatewayCalls {
  #turn = 0;

  constructor({ apis, key, connections, answerWithinMs = 5_000 }) {
    Object.assign(this, { apis, key, answerWithinMs });
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    /** Answers by status, "none" for those that did not come. */
    this.answers = {};
  }

  /** One call. @returns status 0 when no whole answer came */
  async call(method, path, body) {
    const api = this.apis[this.#turn++ % this.apis.length];
    const answer = await this.#ask(api.url, method, `/process/v1/sites/${SITE}${path}`, body);
    const name = answer.status === 0 ? 'none' : `${answer.status}`;
    this.answers[name] = (this.answers[name] ?? 0) + 1;
    return answer;
  }

  /** The same until there is an answer that is no failure of the gateway's, with the same body each time. */
  async callUntilAnswered(method, path, body) {
    for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
      const answer = await this.call(method, path, body);
      if (answer.status !== 0 && answer.status !== 429 && answer.status < 500) return answer;
      await sleep(pauseMs);
    }
  }

  /** Every row of a list. */
  async rows(path) {
    const items = [];
    for (let cursor; ;) {
      const { status, body } = await this.callUntilAnswered('GET', `${path}${path.includes('?') ? '&' : '?'}limit=1000${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
      items.push(...body.items);
      if (body.nextCursor === null) return items;
      cursor = body.nextCursor;
    }
  }

  close() {
    this.agent.destroy();
  }

  #ask(baseUrl, method, path, body) {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve) => {
      const none = () => resolve({ status: 0 });
      const outgoing = request(new URL(path, baseUrl), {
        method, agent: this.agent, timeout: this.answerWithinMs,
        headers: { authorization: `Bearer ${this.key}`, ...(text !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }) },
      }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', none);
        response.on('aborted', none);
        response.on('end', () => {
          const received = Buffer.concat(chunks).toString();
          try {
            resolve({ status: response.statusCode, body: received === '' ? undefined : JSON.parse(received) });
          } catch {
            none();
          }
        });
      });
      outgoing.on('error', none);
      outgoing.on('timeout', () => outgoing.destroy());
      outgoing.end(text);
    });
  }
}
