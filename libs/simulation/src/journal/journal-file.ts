import { open, mkdir } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Raised when a journal cannot be read or written; the process that owns it must stop, because its memory may be ahead of the disk. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/**
 * Append-only file of one JSON value a line. `append` resolves when the line is on disk; lines that arrive meanwhile share the next sync.
 * A torn last line, left by a crash in the middle of a write, was never acknowledged and is cut off when the file is opened.
 */
export class JournalFile<Entry> {
  private waiting: { readonly line: string; readonly done: () => void; readonly failed: (error: Error) => void }[] = [];
  private writing: Promise<void> | undefined;
  private failure: JournalError | undefined;

  private constructor(private readonly file: FileHandle, readonly path: string) {}

  /** Opens or creates the file and reads what stands in it. @throws JournalError when a line before the last is damaged */
  static async open<Entry>(path: string): Promise<{ readonly journal: JournalFile<Entry>; readonly entries: readonly Entry[] }> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a+', 0o600);
    try {
      const text = await file.readFile('utf8');
      const { entries, goodBytes } = readLines<Entry>(text, path);
      if (goodBytes < Buffer.byteLength(text)) await file.truncate(goodBytes);
      await file.datasync();
      await syncFolder(dirname(path));
      return { journal: new JournalFile<Entry>(file, path), entries };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** @throws JournalError when it cannot be written; every later call fails as well */
  append(entry: Entry): Promise<void> {
    return this.failure === undefined ? this.enqueue(`${JSON.stringify(entry)}\n`) : Promise.reject(this.failure);
  }

  /** Resolves when everything that was appended so far is on disk. */
  settled(): Promise<void> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return this.writing === undefined ? Promise.resolve() : this.enqueue('');
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private enqueue(line: string): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ line, done, failed });
      this.writing ??= this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      try {
        if (this.failure !== undefined) throw this.failure;
        await this.file.appendFile(batch.map(({ line }) => line).join(''));
        await this.file.datasync();
        for (const { done } of batch) done();
      } catch (cause) {
        this.failure ??= new JournalError(`Journal ${this.path} cannot be written.`, { cause });
        for (const { failed } of batch) failed(this.failure);
      }
    }
    this.writing = undefined;
  }
}

function readLines<Entry>(text: string, path: string): { readonly entries: readonly Entry[]; readonly goodBytes: number } {
  const entries: Entry[] = [];
  let goodBytes = 0;
  const lines = text.split('\n');
  const tail = lines.pop();
  for (const [index, line] of lines.entries()) {
    try {
      entries.push(JSON.parse(line) as Entry);
    } catch (cause) {
      if (index === lines.length - 1 && tail === '') break;
      throw new JournalError(`Journal ${path} is damaged in line ${index + 1}.`, { cause });
    }
    goodBytes += Buffer.byteLength(line) + 1;
  }
  return { entries, goodBytes };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync();
  await handle.close();
}
