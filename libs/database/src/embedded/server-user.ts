import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Whom the server runs as; undefined: as ourselves. PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** As root the server runs as the owner of the existing cluster, else as `nobody`; otherwise as ourselves. */
export function serverUser(cluster: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (existsSync(cluster)) {
    const { uid, gid } = statSync(cluster);
    if (uid !== 0) return { uid, gid };
  }
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Whether every folder on the way to `path` that exists lets `user` through. */
export function reachableBy(user: ServerUser, path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & bitFor(user, at)) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/** The mode bit that lets `user` pass through a folder or run a file. */
function bitFor(user: ServerUser, path: string): number {
  const { uid, gid } = statSync(path);
  if (uid === user.uid) return 0o100;
  return gid === user.gid ? 0o010 : 0o001;
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
}
