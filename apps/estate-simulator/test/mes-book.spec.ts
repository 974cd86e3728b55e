import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MesBook } from '../src/mes/mes-book.js';

describe('the book of a MES', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'plantway-book-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is not written while a line is on its way to the disk: the MES is not quiet then, though the floor is', async () => {
    const book = await MesBook.open(folder, 'BER1', () => undefined, () => undefined);
    expect(book.isWritten).toBe(true);

    const writing = book.write([{ line: 'followed', at: '2026-11-22T06:00:00.000Z', cursor: '7', states: {} }]);

    expect(book.isWritten).toBe(false);
    await writing;
    expect(book.isWritten).toBe(true);
    await book.close();
  });
});
