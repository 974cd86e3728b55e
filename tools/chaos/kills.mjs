import { setTimeout as sleep } from 'node:timers/promises';

/** How often each is meant, and how often a strike is a freeze, of 100. */
export const SHORT_PAUSES = { targets: [['worker', 40], ['api', 25], ['database', 20], ['systemErp', 15]], frozen: 40 };
/** Mostly whoever may still have a send on its way when it wakes up. */
export const LONG_PAUSES = { targets: [['worker', 60], ['systemErp', 25], ['database', 10], ['api', 5]], frozen: 80 };
const BETWEEN_MS = [300, 1_500];
/** The next one comes when so much time has passed and every process serves again, or at the latest after the second time, however slow the machine is. */
const AT_LATEST_MS = [4_000, 15_000];

/** Kills and freezes processes at random, by seed, spread over the work: each time at least so much more must be done, or so much time have passed. */
export class Kills {
  /** How often each process met what. */
  met = {};
  done = 0;
  #frozen = [];

  constructor({ stand, random, count, shares, pauseMs, progress, tell }) {
    Object.assign(this, { stand, random, count, shares, pauseMs, progress, tell });
  }

  /** Resolves when all have happened and every frozen process goes on. */
  async run() {
    for (let at = 1; at <= this.count; at++) {
      await sleep(this.random.between(...BETWEEN_MS));
      for (const since = Date.now(); this.progress() < at / (this.count + 1) && !this.#isTime(Date.now() - since);) await sleep(50);
      this.#strike();
      this.done = at;
    }
    await Promise.all(this.#frozen);
  }

  #isTime(waitedMs) {
    const { workers, apis, systemErp } = this.stand;
    const [whenAllServe, always] = AT_LATEST_MS;
    return waitedMs >= always || (waitedMs >= whenAllServe && [...workers, ...apis, systemErp].every(({ isReady }) => isReady));
  }

  #strike() {
    const target = this.#target();
    const isFrozen = this.random.between(0, 99) < this.shares.frozen;
    const forMs = this.random.between(...this.pauseMs);
    const isGentle = this.random.next() < 0.5;
    const what = isFrozen ? `frozen for ${forMs} ms` : target.stopImmediately && isGentle ? 'stopped immediately' : 'killed';
    const kind = isFrozen ? 'frozen' : 'killed';
    this.met[target.name] ??= { killed: 0, frozen: 0 };
    this.met[target.name][kind] += 1;
    this.tell(`${target.name} ${what}`);
    if (isFrozen) this.#frozen.push(target.freeze(forMs));
    else if (what === 'killed') target.kill();
    else target.stopImmediately();
  }

  #target() {
    const { workers, apis, database, systemErp } = this.stand;
    let chance = this.random.between(0, 99);
    const [name] = this.shares.targets.find(([, share]) => (chance -= share) < 0);
    switch (name) {
      case 'worker': return this.random.pick(workers);
      case 'api': return this.random.pick(apis);
      case 'database': return database;
      default: return systemErp;
    }
  }
}
