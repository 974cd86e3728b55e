import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = join(import.meta.dirname, '../..');
const READY = /ready at http:/;
const AGAIN_AFTER_MS = 300;

/** One process of the gateway under a supervisor, as an operator would run it: whenever it ends, it is started again on the same port. */
export class Supervised {
  #closing = false;
  #killed = false;
  /** How often it ended though nobody had killed it, after it had served; one that cannot start while the database is away ends, and is started again. */
  ownEnds = 0;
  starts = 0;
  /** Whether this life of it has said that it serves. */
  isReady = false;

  constructor({ name, app, environment, folder }) {
    Object.assign(this, { name, app, environment });
    this.log = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  }

  /** Resolves when it serves for the first time. */
  async start() {
    this.port = await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    await new Promise((resolve, reject) => {
      this.#firstReady = resolve;
      this.#life = this.#live();
      this.#life.catch(reject);
      setTimeout(() => reject(new Error(`${this.name} is not ready after 60 s: see its log`)), 60_000).unref();
    });
    return this;
  }

  kill() {
    this.#killed = true;
    this.#child.kill('SIGKILL');
  }

  async freeze(forMs) {
    const child = this.#child;
    child.kill('SIGSTOP');
    await sleep(forMs);
    child.kill('SIGCONT');
  }

  async stop() {
    this.#closing = true;
    this.#child?.kill('SIGCONT');
    this.#child?.kill('SIGTERM');
    const impatience = setTimeout(() => this.#child?.kill('SIGKILL'), 6_000);
    await this.#life;
    clearTimeout(impatience);
    this.log.end();
  }

  #child;
  #life;
  #firstReady;

  async #live() {
    while (!this.#closing) {
      this.#killed = false;
      this.isReady = false;
      this.starts += 1;
      const child = spawn(process.execPath, [join(ROOT, 'dist/apps', this.app, 'src/main.js')], { cwd: ROOT, env: { PATH: process.env.PATH, ...this.environment, HTTP_PORT: `${this.port}` }, stdio: ['ignore', 'pipe', 'pipe'] });
      this.#child = child;
      child.stderr.pipe(this.log, { end: false });
      createInterface({ input: child.stdout }).on('line', (line) => {
        this.log.write(`${line}\n`);
        if (!READY.test(line)) return;
        this.isReady = true;
        this.#firstReady();
      });
      const [code, signal] = await once(child, 'exit');
      if (this.#closing) return;
      if (!this.#killed && this.isReady) this.ownEnds += 1;
      this.isReady = false;
      this.log.write(`--- ended with ${code ?? signal}${this.#killed ? ', killed' : ' by itself'}\n`);
      await sleep(AGAIN_AFTER_MS);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
