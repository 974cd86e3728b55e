import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../..');
const program = (app, file = 'main') => join(root, 'dist/apps', app, 'src', `${file}.js`);

/** The processes of one stand. Each writes into a log of its own; `stop` ends them in the opposite order. */
export class Processes {
  #children = [];
  #closeable = [];

  constructor(folder) {
    this.folder = folder;
  }

  /** Starts an app and answers what `ready` finds in one of its lines. @throws Error when it ends before */
  async start(app, { words = [], environment = {}, file, name = app, ready }) {
    const child = spawn(process.execPath, [program(app, file), ...words], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    return this.#settle(child, name, (line) => ready.exec(line)?.[1]);
  }

  /** Starts an app that speaks over a channel and answers its message of type `ready`, and the process. */
  async fork(app, { words = [], environment = {}, name = app }) {
    const child = fork(program(app), words, { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    const message = await this.#settle(child, name, undefined);
    return { message, child };
  }

  /** Runs a command to its end and answers what it said. */
  async run(app, file, words, environment) {
    const child = spawn(process.execPath, [program(app, file), ...words], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (chunk) => void (said += chunk));
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`${app} ${words.join(' ')} ended with ${code}`);
    return said.trim();
  }

  /** Something in this process that ends with the stand, after its processes. */
  alsoClose(part) {
    this.#closeable.push(part);
  }

  async stop() {
    for (const { child } of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 8_000);
      await ended;
      clearTimeout(impatience);
    }
    this.#children = [];
    for (const part of this.#closeable.splice(0)) await part.close();
  }

  #settle(child, name, found) {
    this.#children.push({ name, child });
    const log = createWriteStream(join(this.folder, `${name}.log`), { flags: 'a' });
    child.stderr.pipe(log, { end: false });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`${name} ended with ${code ?? signal} before it was ready: see ${log.path}`)));
      child.on('message', (message) => message?.type === 'ready' && resolve(message));
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.write(`${line}\n`);
        const answer = found?.(line);
        if (answer !== undefined) resolve(answer);
      });
    });
  }
}
