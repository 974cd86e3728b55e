import { accessSync, chmodSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the data folder and those above it that are missing, open to be passed through by the database's user whatever the umask says;
 * what is secret inside has its own mode.
 * @throws Error in plain words when it cannot be made or used
 */
export function makeDataFolder(folder: string): void {
  try {
    make(folder);
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Error(`${folder} cannot be the data folder (${reasonOf(error)}): choose another one with --data`, { cause: error });
  }
}

function make(folder: string): void {
  if (existsSync(folder)) return;
  make(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there';
  return code === 'ENOTDIR' ? 'it is a file' : (error as Error).message;
}
