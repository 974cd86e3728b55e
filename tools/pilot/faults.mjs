const MAINTENANCE_MS = 10_000;
const OUTAGE_SECONDS = 8;

/** What goes wrong while the orders run, and the proof that it really did. */
export class Faults {
  /** Requests that met each fault. */
  struck = { lostAnswers: 0, maintenance: 0, mesOutages: 0 };
  #ending = [];

  constructor(plants, siteIds, tell) {
    Object.assign(this, { plants, siteIds, tell });
  }

  /** From now on one posting in twenty is committed without an answer. */
  async loseAnswers() {
    const over = await this.plants.switchFault({ kind: 'commit-and-stay-silent', probability: '0.05', untilCleared: true });
    this.tell('fault: from now on the ERP commits 5 % of all postings and does not answer');
    this.#ending.push(async () => {
      this.struck.lostAnswers = await over();
      this.tell(`fault over: ${this.struck.lostAnswers} answers were lost after the commit`);
    });
  }

  /** What is to happen when a share of the orders is done. */
  onTheWay() {
    return [{ from: 0.25, begin: () => this.#maintenance() }, { from: 0.5, begin: () => this.#outage() }];
  }

  /** Everything is put right, and counted. */
  async end() {
    for (const ending of this.#ending.splice(0).reverse()) await ending();
  }

  /** Names of the faults that nobody met: a run without them proves nothing. */
  unproven() {
    return Object.entries(this.struck).filter(([, times]) => times === 0).map(([name]) => name);
  }

  async #maintenance() {
    const over = await this.plants.switchFault({ kind: 'maintenance', untilCleared: true, on: 'all', retryAfterSeconds: 2 });
    this.tell(`fault: the ERP goes into maintenance for ${MAINTENANCE_MS / 1_000} s; the plant goes on and its reports are taken`);
    const ended = new Promise((resolve) => setTimeout(resolve, MAINTENANCE_MS)).then(async () => {
      this.struck.maintenance = await over();
      this.tell(`fault over: ${this.struck.maintenance} requests met the maintenance`);
    });
    this.#ending.push(() => ended);
  }

  async #outage() {
    for (const siteId of this.siteIds) {
      await this.plants.stopMes(siteId, OUTAGE_SECONDS);
      if ((await this.plants.mesBook(siteId)).isDown) this.struck.mesOutages += 1;
    }
    this.tell(`fault: ${this.struck.mesOutages} MES are out for ${OUTAGE_SECONDS} s; the floor goes on and they report later`);
  }
}
