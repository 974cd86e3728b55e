import { until } from './http.mjs';

const OUTAGE_SECONDS = 8;
/** Long enough that a release and a report meet it. */
const SHORTEST_MAINTENANCE_MS = 8_000;
const SEEN_WITHIN_MS = 45_000;

/**
 * What goes wrong while the orders run. Each fault is begun while there is work that must meet it, and counts what met it: a run in which nothing met a fault proves
 * nothing about it.
 */
export class Faults {
  /** How often each fault was met. */
  met = { lostAnswers: 0, mesOutage: 0, maintenance: 0, orderLock: 0 };

  constructor(plants, siteIds, { maintenanceMs }, tell) {
    Object.assign(this, { plants, siteIds, tell, maintenanceMs: Math.max(maintenanceMs, SHORTEST_MAINTENANCE_MS) });
  }

  /** From now on one posting in twenty is committed without an answer, until the answered function is called. */
  async loseAnswers() {
    const over = await this.plants.switchFault({ kind: 'commit-and-stay-silent', probability: '0.05', untilCleared: true });
    this.tell('fault: from now on the ERP commits 5 % of all postings and does not answer');
    return async () => {
      this.met.lostAnswers = await over();
      this.tell(`fault over: ${this.met.lostAnswers} answers were lost after the commit`);
    };
  }

  /** Every MES is out; orders released meanwhile wait for it and go out once. `release` releases them and answers the first one of a MES that takes webhooks. */
  async mesOutage(release) {
    for (const siteId of this.siteIds) await this.plants.stopMes(siteId, OUTAGE_SECONDS);
    this.tell(`fault: every MES is out for ${OUTAGE_SECONDS} s; the floor goes on and reports later`);
    const { siteId, order: { workOrderId } } = await release();
    const pending = await this.#dispatchOf(siteId, workOrderId, ({ state }) => state === 'pending');
    this.tell(`${siteId}: the job orders of ${workOrderId} are ${pending.state}, the MES is not there`);
    const sent = await this.#dispatchOf(siteId, workOrderId, ({ state }) => state !== 'pending');
    const books = await Promise.all(this.siteIds.map((each) => this.plants.mesBook(each)));
    const versions = books.flatMap(({ orders }) => orders).filter((order) => order.workOrderId === workOrderId).map(({ version }) => version);
    if (versions.join() !== `${sent.version}`) throw new Error(`the MES has ${workOrderId} in version ${versions.join(', ') || 'none'}, not once in version ${sent.version}`);
    this.met.mesOutage += 1;
    this.tell(`${siteId}: the MES is back, the job orders of ${workOrderId} are ${sent.state}, once, in version ${sent.version}`);
  }

  /** The ERP is in maintenance; what is released and reported meanwhile is taken, and done later. */
  async maintenance(release) {
    const over = await this.plants.switchFault({ kind: 'maintenance', untilCleared: true, on: 'all', retryAfterSeconds: 2 });
    this.tell(`fault: the ERP goes into maintenance for ${Math.round(this.maintenanceMs / 1_000)} s; releases and reports are taken all the same`);
    const end = new Promise((resolve) => setTimeout(resolve, this.maintenanceMs));
    try {
      await release();
      const waiting = await this.#messageWith('ERP_MAINTENANCE');
      this.tell(`${waiting.siteId}: ${waiting.kind} ${waiting.senderId} waits: ${waiting.error.reason}`);
      await end;
    } finally {
      this.met.maintenance = await over();
      this.tell(`fault over: ${this.met.maintenance} requests met the maintenance`);
    }
  }

  /** Somebody has an order open on an ERP screen until a report met the lock. */
  async orderLock({ siteId, order: { workOrderId } }) {
    await this.plants.erpCommand(siteId, { type: 'lockOrder', workOrderId, user: 'PLANNER1' });
    this.tell(`fault: PLANNER1 has ${workOrderId} open on a screen of the ERP`);
    try {
      const waiting = await this.#messageWith('ORDER_LOCKED');
      this.met.orderLock += 1;
      this.tell(`${siteId}: ${waiting.kind} ${waiting.senderId} waits: ${waiting.error.reason}`);
    } finally {
      await this.plants.erpCommand(siteId, { type: 'unlockOrder', workOrderId });
      this.tell('fault over: the screen was left');
    }
  }

  #dispatchOf(siteId, workOrderId, fits) {
    return until(`the dispatch of ${workOrderId}`, async () => {
      const { status, body } = await this.plants.process('planner', 'GET', `/sites/${siteId}/execution/${workOrderId}`, { expected: [200, 404] });
      return status === 200 && body.dispatch !== undefined && fits(body.dispatch) ? body.dispatch : undefined;
    }, { withinMs: SEEN_WITHIN_MS, everyMs: 150 });
  }

  #messageWith(code) {
    return until(`a message with ${code}`, async () => {
      for (const siteId of this.siteIds) {
        for (const state of ['retrying', 'waiting']) {
          for await (const message of this.plants.processRows('supervisor', `/sites/${siteId}/messages?state=${state}`)) if (message.error?.code === code) return message;
        }
      }
      return undefined;
    }, { withinMs: SEEN_WITHIN_MS, everyMs: 150 });
  }
}
