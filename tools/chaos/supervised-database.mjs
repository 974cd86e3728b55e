import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../dist/libs/database/src/index.js';

/** The project's own PostgreSQL under a supervisor: whenever it ends, it is started again on the same port and data. */
export class SupervisedDatabase {
  #closing = false;
  #server;
  #life;
  starts = 0;
  name = 'database';

  constructor(folder) {
    this.folder = folder;
  }

  async start() {
    this.#server = await startEmbeddedPostgres(this.folder, () => {});
    this.settings = this.#server.settings;
    this.home = this.#server.home;
    this.starts += 1;
    this.#life = this.#live();
    return this;
  }

  /** Of the postmaster and of every session and helper that lives now. */
  get pids() {
    return [this.#server.pid, ...childrenOf(this.#server.pid)];
  }

  /** The postmaster is gone without a word; its sessions notice. */
  kill() {
    signal([this.#server.pid], 'SIGKILL');
  }

  /** What `pg_ctl stop -m immediate` does. */
  stopImmediately() {
    this.#server.kill();
  }

  /** The postmaster and every session stand still. */
  async freeze(forMs) {
    const { pids } = this;
    signal(pids, 'SIGSTOP');
    await sleep(forMs);
    signal(pids, 'SIGCONT');
  }

  async stop() {
    this.#closing = true;
    await this.#server.stop();
    await this.#life;
  }

  async #live() {
    for (;;) {
      await this.#server.exited;
      if (this.#closing) return;
      await this.#server.stop(); // gives the folder free
      await sleep(300);
      await this.#restart();
    }
  }

  async #restart() {
    for (;;) {
      try {
        this.#server = await startEmbeddedPostgres(this.folder, () => {}, { port: this.settings.port });
        this.starts += 1;
        return;
      } catch (error) {
        if (this.#closing) return;
        this.lastProblem = error.message;
        await sleep(500);
      }
    }
  }
}

/** One that has just ended needs no signal. */
function signal(pids, name) {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function childrenOf(parent) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]) === parent;
    } catch {
      return false;
    }
  });
}
