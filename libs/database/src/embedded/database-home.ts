import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { reachableBy, serverUser } from './server-user.js';

const ELSEWHERE = '/var/lib/plantway';

/** Where the cluster lies inside a database's home. */
export const clusterFolder = (home: string): string => join(home, 'pgdata');

/**
 * The folder of the database: `<data>/database`, or `/var/lib/plantway/<name>-<hash>` when root starts it in a folder that the server's unprivileged
 * user cannot reach. A cluster that exists already stays where it is. The folder is made when it is missing.
 * @throws Error when an existing cluster can no longer be reached
 */
export function databaseHome(data: string): string {
  const inside = join(realpathSync(data), 'database');
  const user = serverUser(clusterFolder(inside));
  if (user === undefined) return make(inside);
  if (existsSync(clusterFolder(inside))) {
    if (reachableBy(user, inside)) return inside;
    throw new Error(`the database in ${inside} is closed to the user it runs as: open the folders above it (chmod o+x), or begin anew with another --data`);
  }
  const elsewhere = join(ELSEWHERE, nameOf(data));
  if (existsSync(clusterFolder(elsewhere)) || !reachableBy(user, realpathSync(data))) return make(elsewhere);
  return make(inside);
}

/** Readable for people, and unique for the data folder: its own name (of a folder `.plantway` the project's) and a hash of the whole path. */
function nameOf(data: string): string {
  const path = realpathSync(data);
  const name = basename(path).startsWith('.') ? basename(dirname(path)) : basename(path);
  return `${name || 'root'}-${createHash('sha256').update(resolve(path)).digest('hex').slice(0, 8)}`;
}

/** Makes the folder and those above it that are missing, open to the server's user whatever the umask says. */
function make(folder: string): string {
  if (existsSync(folder)) return folder;
  make(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
  return folder;
}
