import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BERLIN, demoPlant, startSimulatedErp } from '../src/index.js';
import type { PlantSource, SimulatedErp, SimulatedErpOptions } from '../src/index.js';
import { AT } from './erp-engine.fixture.js';
import { FEEDBACK, NativeCaller } from './native-caller.js';

/** Two plants with the same orders and different data. */
const plants: readonly PlantSource[] = [['BER1', 1], ['TWO1', 2]].map(([siteId, seed]) => ({
  siteId: String(siteId), data: (startsAt) => demoPlant({ ...BERLIN, siteId: String(siteId), startsAt, seed: Number(seed) }),
}));

describe('an ERP of two plants', () => {
  let folder: string;
  let erp: SimulatedErp | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'erp-'));
  });
  afterEach(async () => {
    await erp?.close();
    erp = undefined;
    rmSync(folder, { recursive: true });
  });
  async function start(options: Partial<SimulatedErpOptions> = {}): Promise<SimulatedErp> {
    await erp?.close();
    erp = await startSimulatedErp({ now: () => new Date(AT), plants, folder, ...options });
    return erp;
  }
  const confirmations = (of: SimulatedErp, siteId: string) => of.read((engine) => engine.confirmations().length, siteId);

  it('keeps the books of each plant apart, on the wire and inside', async () => {
    const both = await start();

    const posted = await new NativeCaller(both, 'TWO1').post('feedbacks', FEEDBACK);

    expect(both.sites).toEqual(['BER1', 'TWO1']);
    expect((await new NativeCaller(both).call('GET', '/rest/ping')).body.plants).toEqual(['BER1', 'TWO1']);
    expect([posted.status, await confirmations(both, 'BER1'), await confirmations(both, 'TWO1')]).toEqual([201, 0, 1]);
    expect((await new NativeCaller(both).get('feedbacks')).body.total).toBe('0');
    expect((await new NativeCaller(both).control('GET', 'ledger?plant=TWO1')).body.feedbacks).toHaveLength(1);
    expect((await new NativeCaller(both, 'NOWHERE').get('feedbacks')).body.error.code).toBe('SYS-404');
    await expect(both.read(() => undefined, 'NOWHERE')).rejects.toThrow('no plant NOWHERE');
  });

  it('means its first plant where none is named', async () => {
    const both = await start();

    await both.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });

    expect([both.siteId, await both.read((engine) => engine.order('WO-1002')?.phase), await both.read((engine) => engine.order('WO-1002')?.phase, 'TWO1')]).toEqual(['BER1', 'released', 'created']);
  });

  it('comes back with both plants from their journals', async () => {
    const first = await start();
    await new NativeCaller(first, 'TWO1').post('feedbacks', FEEDBACK);

    const second = await start();

    expect([await confirmations(second, 'BER1'), await confirmations(second, 'TWO1')]).toEqual([0, 1]);
  });

  it('tells who watches it of every accepted command once it can be read, and of no refused one', async () => {
    let told = 0;
    const both = await start({ onPosted: () => (told += 1) });
    const wire = new NativeCaller(both);
    const seeded = told;

    await wire.post('feedbacks', FEEDBACK);
    await wire.post('feedbacks', { ...FEEDBACK, orderNo: 'NO-SUCH' });
    await both.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' }, 'TWO1');

    expect([seeded, told]).toEqual([2, 4]);
  });

  it('shows after a restart what was posted before it, under the same numbers, and tells nobody of it again', async () => {
    const first = await start();
    await new NativeCaller(first).post('feedbacks', FEEDBACK);
    const posted = (of: SimulatedErp) => of.read((engine) => [engine.confirmations(), engine.stockDocuments(), engine.costEntries()]);
    const before = await posted(first);

    let told = 0;
    const second = await start({ onPosted: () => (told += 1) });

    expect(before.map((documents) => documents.length > 0)).toEqual([true, true, true]);
    expect(await posted(second)).toEqual(before);
    expect(told).toBe(0);
  });
});
