import { call, rowsOf } from './http.mjs';

/** What a person can reach of a stand: the gateway's APIs by role, the ERP's screens, the MES's and the ledger's switches. */
export class Plants {
  constructor({ processUrl, systemErpUrl, consumerUrl, keys, estate }) {
    Object.assign(this, { processUrl, systemErpUrl, consumerUrl, keys, estate });
  }

  process(role, method, path, options) {
    return call(this.processUrl, method, `/process/v1${path}`, { ...options, headers: this.#bearer(role) });
  }
  processRows(role, path) {
    return rowsOf((page) => this.process(role, 'GET', page), path);
  }
  consumer(role, method, path) {
    return call(this.consumerUrl, method, `/consumer/v1${path}`, { headers: this.#bearer(role) });
  }
  /** Every event of the types, from the first that is kept to where the feed has nothing more to say. */
  async consumerFeed(role, siteId, types) {
    const gone = new AbortController();
    const response = await fetch(new URL(`/consumer/v1/sites/${siteId}/events?types=${types.join(',')}`, this.consumerUrl), { headers: { ...this.#bearer(role), 'last-event-id': '0' }, signal: AbortSignal.any([gone.signal, AbortSignal.timeout(60_000)]) });
    if (response.status !== 200) throw new Error(`the feed of ${siteId} answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    const events = [];
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const frames = text.split('\n\n');
      text = frames.pop();
      for (const frame of frames) {
        if (frame.includes('\nevent: reset')) throw new Error(`the feed of ${siteId} does not reach back to its beginning`);
        const data = /^data: (.*)$/m.exec(frame)?.[1];
        if (data !== undefined) events.push(JSON.parse(data));
        else if (frame.startsWith(': heartbeat')) return gone.abort(), events;
      }
    }
    throw new Error(`the feed of ${siteId} ended by itself`);
  }
  systemErp(role, path, options) {
    return call(this.systemErpUrl, 'GET', `/system/erp/v1${path}`, { ...options, headers: this.#bearer(role) });
  }
  systemErpRows(role, path) {
    return rowsOf((page) => this.systemErp(role, page), path);
  }
  /** A clerk at the ERP's screen. */
  async erpCommand(siteId, command) {
    const refusal = await this.tryErpCommand(siteId, command);
    if (refusal !== undefined) throw new Error(`the ERP of ${siteId} refused ${command.type}: ${refusal}`);
  }
  /** The same; answers in the ERP's words why it was refused, undefined when it was not. */
  async tryErpCommand(siteId, command) {
    const { body } = await call(this.estate.erpUrl, 'POST', `/control/commands?plant=${siteId}`, { headers: this.#control(), body: command });
    return body.posted ? undefined : `${body.code} ${body.message}`;
  }
  /** Switches a fault on; the answer switches it off and tells how many requests it has met. */
  async switchFault(fault) {
    const headers = this.#control();
    const { body: { faultId } } = await call(this.estate.erpUrl, 'POST', '/control/faults', { headers, body: fault });
    return async () => {
      const { body: { faults } } = await call(this.estate.erpUrl, 'GET', '/control/faults', { headers });
      await call(this.estate.erpUrl, 'DELETE', `/control/faults/${faultId}`, { headers, expected: [204] });
      return faults.find((each) => each.faultId === faultId)?.struck ?? 0;
    };
  }
  /** Everything that the ERP has posted. */
  async erpLedger(siteId) {
    return (await call(this.estate.erpUrl, 'GET', `/control/ledger?plant=${siteId}`, { headers: this.#control(), timeoutMs: 60_000 })).body;
  }
  async stopMes(siteId, seconds) {
    await call(this.estate.mesUrl, 'POST', `/control/mes/${siteId}/outage`, { headers: this.#control(), body: { seconds }, expected: [200, 201, 202, 204] });
  }
  async mesBook(siteId) {
    return (await call(this.estate.mesUrl, 'GET', `/control/mes/${siteId}/book`, { headers: this.#control() })).body;
  }
  /** What planning, maintenance, customers, quality and machines of a site have done, and whether they have anything to say. */
  async systemsBook(siteId) {
    return (await call(this.estate.systemsUrl, 'GET', `/control/systems/${siteId}/book`, { headers: this.#control() })).body;
  }
  /** They begin nothing new and bring to an end what was begun. */
  async restSystems(siteId) {
    await call(this.estate.systemsUrl, 'POST', `/control/systems/${siteId}/rest`, { headers: this.#control(), body: {}, expected: [200, 201, 202, 204] });
  }
  /** A person says why a message is not in the ERP. */
  async explain(explanation) {
    await call(this.estate.ledgerUrl, 'POST', '/explanations', { headers: { authorization: `Bearer ${this.estate.keys.ledgerKey}` }, body: explanation });
  }
  async grade() {
    return (await call(this.estate.ledgerUrl, 'GET', '/grade', { headers: { authorization: `Bearer ${this.estate.keys.ledgerKey}` }, timeoutMs: 60_000 })).body;
  }

  #bearer(role) {
    return { authorization: `Bearer ${this.keys[role]}` };
  }
  #control() {
    return { 'x-control-key': this.estate.keys.controlKey };
  }
}
