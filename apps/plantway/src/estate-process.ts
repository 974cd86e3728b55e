import { fork } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { processIdentity, sleepFor } from '@plantway/database';
import type { BusinessSystems } from './bound-systems.js';
import type { MqttAccess } from './credentials-file.js';
import type { EstateKeys } from './launcher-keys.js';
import type { SupervisedProcess } from './supervisor.js';
import { within } from './within.js';

const READY_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 1_000;

export interface EstateOptions {
  /** Compiled main file of the estate simulator. */
  readonly program: string;
  /** Its folder: it keeps its documents there, an ERP does not forget at a restart. */
  readonly folder: string;
  readonly seed: number;
  readonly speed: number;
  readonly idle: boolean;
  /** The longest one write of its ERP may take, in milliseconds. */
  readonly longestWriteMs: number;
  /** Plants beside the demo plants, each like one of them. */
  readonly plants: readonly { readonly siteId: string; readonly like: string; readonly timeZone: string; readonly currency: string }[];
  /** Ports its ERP, its MES and its business systems must have; a successor takes those of its predecessor, so that the gateway finds it again. */
  readonly ports?: { readonly erp: number; readonly mes: number; readonly systems: number };
}

/** What the estate says once it serves. */
export interface EstateReady {
  readonly type: 'ready';
  readonly erp: { readonly url: string; readonly apiKey: string };
  /** Where its MES takes webhooks, and the secret that signs them. */
  readonly mes: { readonly url: string; readonly secret: string };
  /** Where planning, maintenance, customers and quality serve, with the key of each. */
  readonly systems: BusinessSystems;
  /** The judge of what all of them really did. */
  readonly ledger?: { readonly url: string };
  /** Business time at that moment. */
  readonly businessTime: string;
}

/** What the estate needs to call the gateway: keys for each plant, and the broker of its machines. */
export interface GatewayAddress {
  readonly baseUrl: string;
  readonly keys: Readonly<Record<string, EstateKeys>>;
  readonly mqtt?: MqttAccess;
}

/** The simulated ERP and MES, a process of their own. It ends by itself when the gateway is gone. */
export interface EstateProcess extends SupervisedProcess {
  readonly ready: Omit<EstateReady, 'type'>;
  /** This life of the process, for `stopEstateOf`. */
  readonly identity: string;
  tell(gateway: GatewayAddress): void;
}

/** Starts the estate and waits until it serves. @throws Error when it ends before, or does not serve within 20 s; its log says why */
export async function startEstate(options: EstateOptions): Promise<EstateProcess> {
  mkdirSync(options.folder, { recursive: true });
  const logFile = join(options.folder, 'estate.log');
  const log = openSync(logFile, 'a', 0o644);
  const words = [
    '--data', options.folder, '--seed', `${options.seed}`, '--speed', `${options.speed}`, '--longest-write-ms', `${options.longestWriteMs}`, ...(options.idle ? ['--idle'] : []),
    ...(options.ports === undefined ? [] : ['--erp-port', `${options.ports.erp}`, '--mes-port', `${options.ports.mes}`, '--systems-port', `${options.ports.systems}`]),
    ...options.plants.flatMap(({ siteId, like, timeZone, currency }) => ['--plant', `${siteId}=${like},${timeZone},${currency}`]),
  ];
  // A session of its own: Ctrl-C must not reach it before the gateway has drained.
  const compiled = getCompileCacheDir();
  const child = fork(options.program, words, { stdio: ['ignore', log, log, 'ipc'], detached: true, env: { ...process.env, ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) }) } });
  closeSync(log);
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  });
  const ready = new Promise<EstateReady>((resolve) => {
    child.on('message', (message: EstateReady) => message?.type === 'ready' && resolve(message));
  });
  const outcome = await within(READY_WITHIN_MS, Promise.race([ready, exited.then(() => 'ended' as const)]));
  if (outcome === 'ended' || outcome === 'late') {
    child.kill('SIGKILL');
    throw new Error(`the estate simulator ${outcome === 'late' ? `does not serve after ${READY_WITHIN_MS / 1_000} s` : 'ended at its start'}: see ${logFile}`);
  }
  return {
    pid: child.pid!,
    identity: processIdentity(child.pid!) ?? '',
    exited,
    ready: outcome,
    tell: (gateway) => void (child.connected && child.send({ type: 'gateway', ...gateway }, () => undefined)),
    stop: async () => {
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await exited;
      clearTimeout(impatience);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** Makes sure that the estate of an earlier gateway is gone: two of them must never write the same documents. */
export async function stopEstateOf(earlier: { readonly pid: number; readonly process: string } | undefined, say: (line: string) => void): Promise<void> {
  const lives = (): boolean => earlier !== undefined && processIdentity(earlier.pid) === earlier.process;
  if (!lives()) return;
  say('stopping the estate simulator that an earlier gateway left running');
  for (const [signal, forMs] of [['SIGTERM', 3_000], ['SIGKILL', 3_000]] as const) {
    try {
      process.kill(earlier!.pid, signal);
    } catch {
      return; // gone meanwhile
    }
    for (const until = Date.now() + forMs; lives() && Date.now() < until;) await sleepFor(20);
    if (!lives()) return;
  }
}
