import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleepFor } from '../sleep-for.js';
import { commandLine } from './process-identity.js';

const PATIENCE: readonly { readonly signal: NodeJS.Signals; readonly forMs: number }[] = [
  { signal: 'SIGINT', forMs: 5_000 },
  { signal: 'SIGQUIT', forMs: 3_000 },
  { signal: 'SIGKILL', forMs: 5_000 },
];

/**
 * A gateway that was killed hard leaves its PostgreSQL running. It is ours by the `-D` in its command line, and is stopped before a new start,
 * hard only when it does not stop otherwise: what it committed is on disk.
 */
export async function stopOrphanedServer(cluster: string, say: (line: string) => void): Promise<void> {
  const file = join(cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  const isOurs = (): boolean => commandLine(pid).includes(cluster);
  if (!(pid > 0) || !isOurs()) return;
  say('stopping the database that an earlier gateway left running');
  for (const { signal, forMs } of PATIENCE) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // gone meanwhile
    }
    for (const until = Date.now() + forMs; Date.now() < until;) {
      if (!isOurs()) return;
      await sleepFor(20);
    }
  }
}
