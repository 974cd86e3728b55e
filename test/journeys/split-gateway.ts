import { execFile, fork, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { createTestDatabase, freePort } from '@plantway/testing';

const run = promisify(execFile);
const program = (app: string, file = 'main') => join(process.cwd(), 'dist/apps', app, 'src', `${file}.js`);

/** What the estate says when it serves. */
interface EstateReady {
  readonly type: string;
  readonly erp: { readonly url: string; readonly apiKey: string };
  readonly mes: { readonly url: string; readonly secret: string };
}

/** Every tier as a process of its own, from the built files, with the settings an operator would give. */
export interface SplitGateway {
  /** Base URL of the process API. */
  readonly baseUrl: string;
  /** Key of a MES that may report for Berlin only. */
  readonly mesKey: string;
  killErp(): Promise<void>;
  /** The same ERP again, at the same address, with what it had written down. */
  startErp(): Promise<void>;
  killWorker(): Promise<void>;
  startWorker(): Promise<void>;
  close(): Promise<void>;
}

export async function startSplitGateway(): Promise<SplitGateway> {
  const database = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'plantway-split-'));
  const { user, password, host, port, database: name } = database.settings;
  const environment = { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${name}`, HTTP_PORT: '0' };
  const admin = async (...words: string[]) => (await run(process.execPath, [program('plantway', 'admin'), ...words], { env: environment })).stdout.trim();
  const processes = new Map<string, ChildProcess>();

  const startEstate = async (ports: readonly string[]): Promise<EstateReady> => {
    const child = fork(program('estate-simulator'), ['--data', join(folder, 'estate'), '--idle', '--no-ledger', ...ports], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    processes.set('estate', child);
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the estate ended with ${code}`)));
      child.on('message', (message: EstateReady) => message.type === 'ready' && resolve(message));
    });
  };
  const startApp = async (app: string, settings: Record<string, string> = {}): Promise<string> => {
    const child = spawn(process.execPath, [program(app)], { env: { ...environment, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
    processes.set(app, child);
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`${app} ended with ${code} before it was ready`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const url = /ready at (http:\/\/[\d.:]+)/.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    });
  };
  const end = async (name: string, signal: NodeJS.Signals): Promise<void> => {
    const child = processes.get(name);
    processes.delete(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };

  const close = async (): Promise<void> => {
    for (const name of [...processes.keys()].reverse()) await end(name, 'SIGTERM');
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await startTiers()), close };
  } catch (error) {
    await close();
    throw error;
  }

  async function startTiers(): Promise<Omit<SplitGateway, 'close'>> {
    await admin('prepare');
    const ports = ['--erp-port', `${await freePort()}`, '--mes-port', `${await freePort()}`];
    const { erp, mes } = await startEstate(ports);
    const systemErp = {
      SYSTEM_ERP_URL: await startApp('system-erp-api', { ERP_SIMULATED_URL: erp.url, ERP_SIMULATED_API_KEY: erp.apiKey }),
      SYSTEM_ERP_API_KEY: await admin('create-key', '--role', 'erpTeam', '--name', 'process tier at the ERP'),
    };
    const absent = await absentSystems();
    const workerSettings = {
      ...systemErp,
      SYSTEM_MES_URL: await startApp('system-mes-api', { MES_WEBHOOK_URL: mes.url, MES_WEBHOOK_SECRET: mes.secret }),
      SYSTEM_MES_API_KEY: await admin('create-key', '--role', 'erpTeam', '--name', 'worker at the MES'),
      ...absent,
      MESSAGING_BACKOFF_BASE_MS: '100', MESSAGING_BACKOFF_CAP_MS: '500',
    };
    await startApp('worker', workerSettings);
    const baseUrl = await startApp('process-api', { ...systemErp, ...absent });

    return {
      baseUrl,
      mesKey: await admin('create-key', '--role', 'mes', '--name', 'MES of Berlin', '--site', 'BER1', '--source-system', 'mes-berlin'),
      killErp: () => end('estate', 'SIGKILL'),
      startErp: async () => void (await startEstate(ports)),
      killWorker: () => end('worker', 'SIGKILL'),
      startWorker: async () => void (await startApp('worker', workerSettings)),
    };
  }
}

/** Planning, maintenance, customers and quality are away: what is reported and posted needs none of them. */
async function absentSystems(): Promise<Record<string, string>> {
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  return Object.fromEntries(['PLANNING', 'MAINTENANCE', 'CUSTOMER', 'QUALITY'].flatMap((family) => [[`SYSTEM_${family}_URL`, nowhere], [`SYSTEM_${family}_API_KEY`, 'nobody asks for it']]));
}
