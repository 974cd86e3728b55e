import { call, rowsOf } from './http.mjs';

/** What a person can reach of a stand: the gateway's APIs by role, the ERP's screens, the MES's and the ledger's switches. */
export class Plants {
  constructor({ processUrl, systemErpUrl, keys, estate }) {
    Object.assign(this, { processUrl, systemErpUrl, keys, estate });
  }

  process(role, method, path, options) {
    return call(this.processUrl, method, `/process/v1${path}`, { ...options, headers: this.#bearer(role) });
  }
  processRows(role, path) {
    return rowsOf((page) => this.process(role, 'GET', page), path);
  }
  systemErp(role, path) {
    return call(this.systemErpUrl, 'GET', `/system/erp/v1${path}`, { headers: this.#bearer(role) });
  }
  systemErpRows(role, path) {
    return rowsOf((page) => this.systemErp(role, page), path);
  }
  /** A clerk at the ERP's screen. */
  async erpCommand(siteId, command) {
    const { body } = await call(this.estate.erpUrl, 'POST', `/control/commands?plant=${siteId}`, { headers: this.#control(), body: command });
    if (!body.posted) throw new Error(`the ERP of ${siteId} refused ${command.type}: ${body.code} ${body.message}`);
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
