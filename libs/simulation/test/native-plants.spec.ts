import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BERLIN, demoPlant, startSimulatedErp } from '../src/index.js';
import type { PlantSource, PostedCommand, SimulatedErp, SimulatedErpOptions } from '../src/index.js';
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

  it('tells who watches it of every accepted command with all that it made, in order, and of no refused one', async () => {
    const told: PostedCommand[] = [];
    const both = await start({ onPosted: (posted) => void told.push(posted) });
    const wire = new NativeCaller(both);
    const short = { ...FEEDBACK, goodQty: '100', scraps: [{ qty: '6000', uom: 'PC', reason: 'BURR' }] };

    await wire.post('feedbacks', short); // more than there is in stock: a follow-up stays open
    await wire.post('feedbacks', { ...FEEDBACK, orderNo: 'NO-SUCH' });
    await both.apply({ type: 'receiveGoods', itemId: 'RM-1', locationId: 'RAW', lotId: 'NEW', quantity: { value: '10000', unit: 'KGM' }, postingDate: '2026-11-22' });

    const here = told.filter(({ siteId }) => siteId === 'BER1');
    expect(here.map(({ sequence, command }) => [sequence, command.type])).toEqual([[1, 'seedPlant'], [2, 'confirm'], [3, 'receiveGoods']]);
    expect(here[1]?.made.confirmations.map(({ reference, stockDocuments }) => [reference, stockDocuments])).toEqual([['ref-1', []]]);
    expect(here[2]?.made.stockDocuments.map(({ confirmationNumber }) => confirmationNumber)).toEqual([undefined, '4000000001']); // the receipt, and the follow-up that it made possible
    expect(here.flatMap(({ made }) => made.costEntries)).toEqual(await both.read(({ view }) => view.costEntries));
    expect(here.flatMap(({ made }) => made.stockDocuments)).toEqual(await both.read((engine) => engine.stockDocuments()));
  });

  it('shows after a restart what was posted before it, under the same numbers, to who goes on where it stopped', async () => {
    const first = await start();
    await new NativeCaller(first).post('feedbacks', FEEDBACK);
    await first.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    const before = await first.journal('BER1', 1);

    const told: PostedCommand[] = [];
    const second = await start({ onPosted: (posted) => void told.push(posted) });

    expect(before.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(await second.journal('BER1', 1)).toEqual(before);
    expect((await second.journal('BER1', 2, 1)).map(({ command }) => command.type)).toEqual(['confirm']);
    expect(await second.journal('BER1', 4)).toEqual([]);
    expect(told).toEqual([]); // it was told of them in its first life
  });
});
