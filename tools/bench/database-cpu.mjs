// CPU of an embedded PostgreSQL with all its processes, in microseconds since it began. Linux only; elsewhere undefined.
import { readFileSync, readdirSync } from 'node:fs';

const microsOf = new Map();

/** @param postmaster process id of the server */
export function databaseCpuMicros(postmaster) {
  if (process.platform !== 'linux') return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
      if (pid === postmaster || parent === postmaster) microsOf.set(pid, Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1_000);
    } catch {
      // ended meanwhile: what it had used when it was last seen stays counted
    }
  }
  return [...microsOf.values()].reduce((sum, micros) => sum + micros, 0);
}
