import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Observation } from '../observation.js';
import { linesOf } from './line-reader.js';
import { ToldPlaces } from './told-places.js';
import type { SourcePlaces } from './told-places.js';

/** Raised when the store cannot be read or written; the process that owns it must stop. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** What became of a batch. */
export interface AddAnswer {
  readonly stored: number;
  /** Told before with the same content. */
  readonly known: number;
  /** Told before with another content: what was told first stands, and the grade names them. */
  readonly contradicted: number;
}

/** One line of the file. */
interface Batch {
  readonly observations: readonly Observation[];
  /** Names of observations that were told again with another content. */
  readonly contradictions: readonly string[];
}

/**
 * Append-only file of what was observed: a line is a batch behind the start of its SHA-256, and is on disk before it is answered. In memory stands only which
 * observations are known. One write is under way at a time, so that a crash can hurt no more than the last line, which nobody was told of: it is cut off at
 * the next start.
 */
export class ObservationStore {
  private turn: Promise<unknown> = Promise.resolve();
  private failure: StoreError | undefined;

  private constructor(private readonly file: FileHandle, private readonly path: string, private readonly told: ToldPlaces) {}

  /** Opens or creates the file. @throws StoreError when a line before the last is damaged: that one was answered */
  static async open(path: string): Promise<ObservationStore> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a', 0o600);
    try {
      const told = new ToldPlaces();
      await file.truncate(await replay(path, told));
      await file.datasync();
      await syncFolder(dirname(path));
      return new ObservationStore(file, path, told);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Keeps what is new of `observations`; it is on disk when this resolves. @throws StoreError when it cannot be written, and from then on */
  add(observations: readonly Observation[]): Promise<AddAnswer> {
    const answer = this.turn.then(() => this.write(observations));
    this.turn = answer.catch(() => undefined);
    return answer;
  }

  /** How far each source was heard. */
  places(): Readonly<Record<string, SourcePlaces>> {
    return this.told.places();
  }
  /** Names, "source#sequence", of what was told twice and differently. */
  contradictions(): readonly string[] {
    return this.told.contradictions();
  }

  /** All observations, in the order in which they were heard. */
  async *all(): AsyncGenerator<Observation> {
    await this.turn;
    for await (const { text, isWhole } of linesOf(this.path)) {
      const batch = isWhole ? batchOf(text) : undefined;
      if (batch === undefined) return; // written after this reading began
      yield* batch.observations;
    }
  }

  async close(): Promise<void> {
    await this.turn;
    await this.file.close();
  }

  private async write(observations: readonly Observation[]): Promise<AddAnswer> {
    if (this.failure !== undefined) throw this.failure;
    const sorted = this.told.sort(observations);
    const batch: Batch = { observations: sorted.fresh, contradictions: sorted.contradictions };
    if (batch.observations.length > 0 || batch.contradictions.length > 0) {
      try {
        await this.file.appendFile(lineOf(batch));
        await this.file.datasync();
      } catch (cause) {
        throw (this.failure = new StoreError(`The ledger ${this.path} cannot be written.`, { cause }));
      }
      this.told.take(batch.observations, batch.contradictions);
    }
    return { stored: sorted.fresh.length, known: sorted.known, contradicted: sorted.contradicted };
  }
}

/** Takes every good line in, and answers where the last of them ends. */
async function replay(path: string, told: ToldPlaces): Promise<number> {
  let goodUntil = 0;
  let damaged: number | undefined;
  let number = 0;
  for await (const { text, endsAt, isWhole } of linesOf(path)) {
    number += 1;
    if (damaged !== undefined) throw new StoreError(`The ledger ${path} is damaged in line ${damaged}.`);
    const batch = isWhole ? batchOf(text) : undefined;
    if (batch === undefined) damaged = number;
    else {
      told.take(batch.observations, batch.contradictions);
      goodUntil = endsAt;
    }
  }
  return goodUntil;
}

function lineOf(batch: Batch): string {
  const json = JSON.stringify(batch);
  return `${checkOf(json)} ${json}\n`;
}

function batchOf(line: string): Batch | undefined {
  const json = line.slice(line.indexOf(' ') + 1);
  return line.startsWith(`${checkOf(json)} `) ? (JSON.parse(json) as Batch) : undefined;
}

function checkOf(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, 16);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
