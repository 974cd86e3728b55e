// Processes of a bench: started with a meter of their own CPU time, spoken to over IPC, and all ended with it.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Clock ticks of /proc per second. Source: proc(5), sysconf(_SC_CLK_TCK), 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export class BenchProcesses {
  #children = [];
  #isBrokenOff = false;

  /** Ends what is measured; whoever waits for it fails then, and the bench cleans up. */
  breakOff() {
    this.#isBrokenOff = true;
    for (const child of this.#children) child.kill('SIGKILL');
  }

  get isBrokenOff() {
    return this.#isBrokenOff;
  }

  start(file, env = {}, execArgv = []) {
    if (this.#isBrokenOff) throw new Error('broken off');
    const meter = join(import.meta.dirname, 'cpu-meter.mjs');
    const child = fork(join(import.meta.dirname, file), [], { execArgv: ['--import', meter, ...execArgv], env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('error', () => {}); // a message to a process that has ended: its end is noticed by whoever waits for it
    this.#children.push(child);
    return child;
  }

  async end() {
    await Promise.all(this.#children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }));
  }
}

/** Tells a process something and answers what it says next. @throws when it ends instead, or says that it failed */
export async function ask(child, question) {
  const heard = new AbortController();
  const ended = once(child, 'exit', heard).then(([code]) => { throw new Error(`a process of the bench ended with code ${code}`); });
  ended.catch(() => {});
  try {
    const answered = once(child, 'message', heard);
    if (question !== undefined) child.send(question);
    const [message] = await Promise.race([answered, ended]);
    if (message.error) throw new Error(message.error);
    return message;
  } finally {
    heard.abort();
  }
}

/** CPU time of a process so far, in microseconds. */
export async function cpuOf(child) {
  const { cpu } = await ask(child, 'cpu');
  return cpu.user + cpu.system;
}

/** CPU time of a PostgreSQL server and all its processes so far, those that have ended too, in microseconds. */
export function cpuOfServer(postmaster) {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  let ticks = 0;
  for (const pid of pids) {
    const fields = statOf(pid);
    if (!fields) continue;
    if (pid === postmaster) ticks += fields.own + fields.ended;
    else if (fields.parent === postmaster) ticks += fields.own;
  }
  return (ticks / TICKS_PER_SECOND) * 1_000_000;
}

function statOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ').map(Number);
    return { parent: fields[1], own: fields[11] + fields[12], ended: fields[13] + fields[14] };
  } catch {
    return undefined; // ended meanwhile
  }
}

export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
