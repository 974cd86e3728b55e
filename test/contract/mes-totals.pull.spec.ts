import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mesPull } from '@plantway/backends/mes-pull';
import { Mes } from '../../apps/estate-simulator/src/mes/mes.js';
import { MES_PLANTS } from '../../apps/estate-simulator/src/mes/mes-plant.js';
import { MesServer } from '../../apps/estate-simulator/src/mes/server/mes-server.js';
import { WALL_CLOCK, dispatchOf } from './webhook-mes.harness.js';

const SECRET = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;

describe('the totals of a MES that fetches', () => {
  let folder: string;
  let mes: Mes;
  let server: MesServer;
  let baseUrl: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plantway-mes-'));
    mes = await Mes.open({ plant: MES_PLANTS.find(({ siteId }) => siteId === 'CHI1')!, seed: 1, leaveAlone: [], mistakeShare: 0, folder, now: () => new Date(), say: () => undefined });
    server = new MesServer({ mes: new Map([['CHI1', mes]]), secret: SECRET, controlKey: 'k', now: () => new Date(), onDefect: (error) => { throw error; } });
    baseUrl = await server.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await server.close();
    await mes.close();
    await rm(folder, { recursive: true });
  });
  const bound = (apiKey: string) => mesPull(WALL_CLOCK, { baseUrl, apiKey, deadlineMs: 5_000, answerLimitBytes: 65_536 });

  it('are read with its key, and grow by what somebody counts beside its reports', async () => {
    const { jobOrders } = dispatchOf('WO-1', 'CHI1');
    await mes.pull({ jobOrders: async (cursor?: string) => (cursor === undefined ? { jobOrders, nextCursor: '1' } : { jobOrders: [], nextCursor: '1' }) } as never);
    await mes.miscount('WO-1', '0010', 'H87', { yield: '1', scrap: '0', rework: '0' });

    expect((await bound(SECRET).capabilities('CHI1')).totals).toBe('supported');
    const { items } = await bound(SECRET).totals('CHI1', { workOrderIds: ['WO-1', 'WO,2'], withReports: true });
    expect(items.map(({ operationId, amounts, underWay, reports }) => [operationId, amounts.yield.value, underWay, reports])).toEqual([['0010', '1', 0, []], ['0020', '0', 0, []]]);
  });

  it('are refused without it, and those of a plant that the MES does not serve are not there', async () => {
    await expect(bound('another').totals('CHI1', { workOrderIds: ['WO-1'] })).rejects.toMatchObject({ code: 'MES_ACCESS_REFUSED' });
    await expect(bound(SECRET).totals('BER1', { workOrderIds: ['WO-1'] })).rejects.toMatchObject({ code: 'MES_UNAVAILABLE' });
  });
});
