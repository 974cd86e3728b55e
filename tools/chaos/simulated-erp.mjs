import { SITE } from './plant.mjs';

/** The simulated ERP as its own people see it: its documents by its own routes, its faults, and a person who enters something. It is never killed. */
export class SimulatedErpFace {
  constructor({ url, apiKey, controlKey }) {
    Object.assign(this, { url, apiKey, controlKey });
  }

  /** Everything that stands in the ERP, in posting order. */
  async ledger() {
    return { feedbacks: await this.#rows('feedbacks'), stockDocs: await this.#rows('stockdocs') };
  }

  /** How many confirmations and cancellations stand. */
  async count() {
    return Number((await this.#ask('GET', `/rest/${SITE}/feedbacks?take=1`)).total);
  }

  async switchOn(faults) {
    for (const fault of faults) await this.#ask('POST', '/control/faults', { ...fault, untilCleared: true });
  }

  /** @returns how many requests met each kind */
  async switchOff() {
    const { faults } = await this.#ask('GET', '/control/faults');
    await this.#ask('DELETE', '/control/faults');
    return Object.fromEntries(faults.map(({ kind, struck }) => [kind, struck]));
  }

  /** Past the gateway. */
  post(path, body) {
    return this.#ask('POST', `/rest/${SITE}/${path}`, body);
  }

  async #rows(list) {
    const rows = [];
    for (;;) {
      const page = await this.#ask('GET', `/rest/${SITE}/${list}?skip=${rows.length}&take=1000`);
      rows.push(...page.rows);
      if (page.more !== 'X') return rows;
    }
  }

  async #ask(method, path, body) {
    const response = await fetch(new URL(path, this.url), { method, headers: { 'x-erp-key': this.apiKey, 'x-control-key': this.controlKey, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 500)}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
