import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processIdentity } from './process-identity.js';

/** Another living process uses the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';

  constructor(readonly folder: string, readonly pid: number) {
    super(`${folder} is in use by process ${pid}: stop it first, or choose another folder with --data`);
  }
}

/** A folder held by this process until `release`, or until the process ends in any way. */
export interface FolderLock {
  release(): void;
}

/**
 * Takes a folder for this process alone. The lock names its owner by process id and start, so that a lock left by a dead process, or an id that
 * is used again, holds nobody up. Taking a folder that this process holds already is allowed.
 * @throws FolderInUseError while another process that lives holds it
 */
export function lockFolder(folder: string, name = 'gateway.lock'): FolderLock {
  const file = join(folder, name);
  const me = processIdentity(process.pid) ?? `${process.pid}`;
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, me, { mode: 0o644 });
  try {
    while (!appears(mine, file)) {
      const owner = livingOwner(file);
      if (owner === process.pid) break;
      if (owner !== undefined) throw new FolderInUseError(folder, owner);
      moveAway(file, `${mine}.stale`);
    }
  } finally {
    rmSync(mine, { force: true });
  }
  return {
    release: () => {
      if (livingOwner(file) === process.pid) rmSync(file, { force: true });
    },
  };
}

/** A hard link appears whole or not at all, and never over another file. */
function appears(source: string, target: string): boolean {
  try {
    linkSync(source, target);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function livingOwner(file: string): number | undefined {
  try {
    const identity = readFileSync(file, 'utf8');
    const pid = Number(identity.split(' ')[0]);
    return pid > 0 && processIdentity(pid) === identity ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Takes a dead owner's lock away. Another starter may have been faster and hold it by now: then it gets its lock back. */
function moveAway(file: string, stale: string): void {
  try {
    renameSync(file, stale);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (livingOwner(stale) !== undefined) appears(stale, file);
  rmSync(stale, { force: true });
}
