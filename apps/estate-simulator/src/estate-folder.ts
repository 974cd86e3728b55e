import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeWholeFile } from './whole-file.js';

export interface EstateKeys {
  /** Opens the ERP's native face. */
  readonly apiKey: string;
  /** Opens the control routes of ERP and MES. */
  readonly controlKey: string;
  /** Signs the webhooks that bring job orders: `whsec_` and 32 bytes in base64. */
  readonly mesSecret: string;
  /** Opens the truth ledger. */
  readonly ledgerKey: string;
  /** Open the planning, customer, maintenance and quality systems. */
  readonly apsKey: string;
  readonly crmKey: string;
  readonly cmmsKey: string;
  readonly qmsKey: string;
}

/** The estate's folder, held by one process at a time. */
export interface EstateFolder {
  readonly path: string;
  readonly keys: EstateKeys;
  release(): Promise<void>;
}

/**
 * Takes the folder, waiting up to `waitMs` for a process that is just leaving it. The keys are made once and kept in `keys.json` (mode 600).
 * @throws Error when another process holds the folder
 */
export async function takeEstateFolder(path: string, waitMs = 5_000): Promise<EstateFolder> {
  await mkdir(path, { recursive: true });
  const real = await realpath(path);
  const lock = await lockFor(real, waitMs);
  return { path: real, keys: await keysIn(real), release: () => new Promise((done) => lock.close(() => done())) };
}

/** The system frees a socket's name when its process ends, however it ends; a pid file would outlive a kill. */
async function lockFor(path: string, waitMs: number): Promise<Server> {
  const name = `plantway-estate-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  const address = process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
  for (const until = Date.now() + waitMs; ; await sleep(50)) {
    const server = await listen(address);
    if (server !== undefined) return server;
    if (!address.startsWith('\0') && !(await isAnswered(address))) await rm(address, { force: true });
    if (Date.now() > until) throw new Error(`Another estate simulator uses ${path}. Stop it, or use another folder.`);
  }
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

function isAnswered(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

async function keysIn(folder: string): Promise<EstateKeys> {
  const path = join(folder, 'keys.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const found = text === undefined ? {} : (JSON.parse(text) as Partial<EstateKeys>);
  const keys: EstateKeys = { apiKey: newKey(), controlKey: newKey(), mesSecret: `whsec_${randomBytes(32).toString('base64')}`, ledgerKey: newKey(), apsKey: newKey(), crmKey: newKey(), cmmsKey: newKey(), qmsKey: newKey(), ...found };
  if (Object.keys(found).length < Object.keys(keys).length) await writeWholeFile(path, `${JSON.stringify(keys, null, 2)}\n`);
  return keys;
}

function newKey(): string {
  return randomBytes(24).toString('base64url');
}
