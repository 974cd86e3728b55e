import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, realpath, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The ledger's folder, held by one process at a time. */
export interface LedgerFolder {
  readonly path: string;
  release(): Promise<void>;
}

/**
 * Takes the folder, waiting up to `waitMs` for a process that is just leaving it. On Linux it is a socket's name that is taken, which the system frees however a process
 * ends; elsewhere whoever starts the ledger sees to it.
 * @throws Error when another process holds the folder
 */
export async function takeLedgerFolder(path: string, waitMs = 5_000): Promise<LedgerFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const real = await realpath(path);
  if (process.platform !== 'linux') return { path: real, release: () => Promise.resolve() };
  const name = `\0plantway-ledger-${createHash('sha256').update(real).digest('hex').slice(0, 32)}`;
  for (const until = Date.now() + waitMs; ; await sleep(50)) {
    const lock = await listen(name);
    if (lock !== undefined) return { path: real, release: () => new Promise((done) => lock.close(() => done())) };
    if (Date.now() > until) throw new Error(`Another truth ledger uses ${real}. Stop it, or use another folder.`);
  }
}

/** The key of this folder, made once and kept for its user only. */
export async function ledgerKey(folder: string): Promise<string> {
  const path = join(folder, 'ledger-key.json');
  const found = await readFile(path, 'utf8').catch(() => undefined);
  if (found !== undefined) return (JSON.parse(found) as { readonly key: string }).key;
  const key = randomBytes(24).toString('base64url');
  const draft = await open(`${path}.new`, 'w', 0o600);
  try {
    await draft.writeFile(`${JSON.stringify({ key })}\n`);
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${path}.new`, path);
  return key;
}

function listen(address: string): Promise<Server | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((done) => {
    server.once('error', () => done(undefined));
    server.listen(address, () => {
      server.unref();
      done(server);
    });
  });
}
