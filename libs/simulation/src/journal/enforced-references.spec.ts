import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BERLIN, demoPlant } from '../demo/demo-plant.js';
import { DurableErp } from './durable-erp.js';
import { EnforcedReferences } from './enforced-references.js';

const NOW = new Date('2026-11-22T08:00:00Z');

describe('a reference that is a key', () => {
  let folder: string;
  let passedMs: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plantway-key-'));
    passedMs = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const open = (keptMs?: number): Promise<DurableErp> => DurableErp.open({
    siteId: BERLIN.siteId, now: () => NOW, seed: (startsAt) => demoPlant({ ...BERLIN, startsAt, seed: 1 }), path: join(folder, 'erp.ndjson'), references: new EnforcedReferences(keptMs, () => passedMs),
  });
  const block = (plant: DurableErp) => plant.apply({ type: 'setLotStatus', itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked', reference: 'key-1' });
  const documents = (plant: DurableErp): Promise<number> => plant.read((engine) => engine.lotStatusChanges().filter(({ reference }) => reference === 'key-1').length);

  it('makes one document, and answers it to whoever sends again', async () => {
    const plant = await open();
    const [first, second] = [await block(plant), await block(plant)];

    expect(second).toEqual(first);
    expect(await documents(plant)).toBe(1);
    await plant.close();
  });

  it('is forgotten when it was kept for long enough', async () => {
    const plant = await open(60_000);
    await block(plant);
    passedMs = 59_999;
    await block(plant);

    expect(await documents(plant)).toBe(1);

    passedMs = 60_000;
    await block(plant);

    expect(await documents(plant)).toBe(2);
    await plant.close();
  });

  it('is known after a restart', async () => {
    const before = await open();
    await block(before);
    await before.close();
    const after = await open();
    await block(after);

    expect(await documents(after)).toBe(1);
    await after.close();
  });
});
