import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWholeFile } from './whole-file.js';

/** What runs, and where: `<data>/runtime.json`, for people and for the next start. Holds no secret. */
export interface RuntimeRecord {
  readonly state: 'starting' | 'ready' | 'stopped';
  readonly pid: number;
  readonly startedAt: string;
  readonly seed: number;
  readonly idle: boolean;
  /** How many times faster than real time business time runs. */
  readonly speed: number;
  readonly baseUrl?: string;
  /** `home` is the folder of the data, inside the data folder or under /var/lib/plantway. */
  readonly database?: { readonly home: string; readonly host: string; readonly port: number; readonly pid: number };
  /** `process` names this life of the process, so that a reused pid is somebody else. */
  readonly estate?: { readonly pid: number; readonly process: string; readonly erpUrl: string; readonly mesUrl: string; readonly systemsUrl: string; readonly ledgerUrl?: string };
}

const fileIn = (data: string): string => join(data, 'runtime.json');

/** The record of the last start; undefined when there was none, or when it was written by something else. */
export function readRuntimeRecord(data: string): RuntimeRecord | undefined {
  if (!existsSync(fileIn(data))) return undefined;
  try {
    return JSON.parse(readFileSync(fileIn(data), 'utf8')) as RuntimeRecord;
  } catch {
    return undefined;
  }
}

/** The record of this start, written anew with every change. */
export class RuntimeFile {
  constructor(private readonly data: string, private record: RuntimeRecord) {
    this.change({});
  }

  change(changes: Partial<RuntimeRecord>): void {
    this.record = { ...this.record, ...changes };
    writeWholeFile(fileIn(this.data), `${JSON.stringify(this.record, null, 2)}\n`, 0o644);
  }
}
