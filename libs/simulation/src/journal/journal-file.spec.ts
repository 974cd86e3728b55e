import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { JournalError, JournalFile } from './journal-file.js';

describe('a journal file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'journal-'));
    path = join(folder, 'journal.ndjson');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function reopened(): Promise<readonly unknown[]> {
    const { journal, entries } = await JournalFile.open<unknown>(path);
    await journal.close();
    return entries;
  }

  it('gives back what was appended, in order', async () => {
    const { journal } = await JournalFile.open<unknown>(path);
    await Promise.all([1, 2, 3].map((n) => journal.append({ n, text: 'Öl\n|' })));
    await journal.close();

    expect(await reopened()).toEqual([1, 2, 3].map((n) => ({ n, text: 'Öl\n|' })));
  });

  it.each(['{"n":2', '{"n":2,"te\u00e4', '{"n":2\n', '\u0000\u0000\u0000'])('cuts off a torn last line: %j', async (torn) => {
    writeFileSync(path, '{"n":1}\n');
    appendFileSync(path, torn);
    const { journal, entries } = await JournalFile.open<unknown>(path);
    expect(entries).toEqual([{ n: 1 }]);

    await journal.append({ n: 3 });
    await journal.close();

    expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n{"n":3}\n');
  });

  it('refuses a file that is damaged before its end', async () => {
    writeFileSync(path, '{"n":1}\n{"n"\n{"n":3}\n');

    await expect(JournalFile.open(path)).rejects.toThrow('damaged in line 2');
  });

  it('has everything on disk when it is settled, and fails for ever after a failed write', async () => {
    const { journal } = await JournalFile.open<unknown>(path);
    const appended = journal.append({ n: 1 });
    await journal.settled();
    expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n');
    await appended;

    await journal.close();

    await expect(journal.append({ n: 2 })).rejects.toThrow(JournalError);
    await expect(journal.append({ n: 3 })).rejects.toThrow(JournalError);
    await expect(journal.settled()).rejects.toThrow(JournalError);
  });
});
