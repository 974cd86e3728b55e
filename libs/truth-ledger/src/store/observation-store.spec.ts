import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Observation } from '../observation.js';
import { ObservationStore, StoreError } from './observation-store.js';

function reversal(sequence: number, confirmationId = `c-${sequence}`): Observation {
  return { source: 'mes:BER1:facts', sequence, siteId: 'BER1', fact: { type: 'reversed', sourceSystem: 'mes', reversalId: `r-${sequence}`, confirmationId, acceptedAt: '2026-11-22T08:00:00Z' } };
}

describe('the store of observations', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'store-'));
    path = join(folder, 'observations.ndjson');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function kept(): Promise<readonly number[]> {
    const store = await ObservationStore.open(path);
    const sequences: number[] = [];
    for await (const { sequence } of store.all()) sequences.push(sequence);
    await store.close();
    return sequences;
  }

  async function write(...batches: readonly (readonly Observation[])[]): Promise<void> {
    const store = await ObservationStore.open(path);
    for (const batch of batches) await store.add(batch);
    await store.close();
  }

  it('gives back what was told, in the order in which it was heard', async () => {
    const store = await ObservationStore.open(path);
    await Promise.all([store.add([reversal(2), reversal(1)]), store.add([reversal(3, 'Öl\n')])]);
    await store.close();

    expect(await kept()).toEqual([2, 1, 3]);
  });

  it('keeps once what is told by two at the same moment, twice in a batch, and again after a restart', async () => {
    const store = await ObservationStore.open(path);
    const answers = await Promise.all([store.add([reversal(1)]), store.add([reversal(1)]), store.add([reversal(2), reversal(2)])]);
    await store.close();
    expect(answers).toEqual([{ stored: 1, known: 0, contradicted: 0 }, { stored: 0, known: 1, contradicted: 0 }, { stored: 1, known: 1, contradicted: 0 }]);

    await write([reversal(1), reversal(2)]);

    expect(await kept()).toEqual([1, 2]);
  });

  it('remembers over a restart who told two stories; the order of fields makes no other story', async () => {
    await write([reversal(1)], [reversal(1, 'c-9')], [reversal(1, 'c-8')]);
    const { fact: { type, ...rest }, ...frame } = reversal(1);

    const store = await ObservationStore.open(path);
    expect(await store.add([{ ...frame, fact: { ...rest, type } } as Observation])).toEqual({ stored: 0, known: 1, contradicted: 0 });
    expect(store.contradictions()).toEqual(['mes:BER1:facts#1']);
    await store.close();
  });

  it.each(['0123456789abcdef {"obs', '\u0000\u0000\u0000', '0123456789abcdef {"observations":[],"contradictions":[]}\n', 'x'])('cuts off a last line that a crash has torn: %j', async (torn) => {
    await write([reversal(1)]);
    appendFileSync(path, torn);

    await write([reversal(2)]);

    expect(await kept()).toEqual([1, 2]);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(3);
  });

  it('refuses a file that is damaged before its end, even where it still is JSON', async () => {
    await write([reversal(1)], [reversal(2)]);
    writeFileSync(path, readFileSync(path, 'utf8').replace('c-1', 'c-7'));

    await expect(ObservationStore.open(path)).rejects.toThrow('is damaged in line 1');
  });

  it('fails for ever after a failed write', async () => {
    const store = await ObservationStore.open(path);
    await store.close();

    await expect(store.add([reversal(1)])).rejects.toThrow(StoreError);
    await expect(store.add([reversal(2)])).rejects.toThrow(StoreError);
  });

  it('says how far it has heard each source', async () => {
    const store = await ObservationStore.open(path);
    await store.add([reversal(1), reversal(2), reversal(5), { ...reversal(9), source: 'erp:BER1:balances' }]);

    expect(store.places()).toEqual({ 'mes:BER1:facts': { through: 2, highest: 5, count: 3, missing: [3, 4] }, 'erp:BER1:balances': { through: 0, highest: 9, count: 1, missing: [] } });
    await store.close();
  });
});
