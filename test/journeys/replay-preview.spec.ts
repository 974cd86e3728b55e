import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

interface Answer {
  readonly items: readonly { readonly senderId: string; readonly state: string; readonly before: unknown; readonly after: unknown; readonly differences: unknown }[];
  readonly counts: unknown;
  readonly lookedThrough?: string;
  readonly nextCursor: string | null;
  readonly code?: string;
}

describe('a dry replay of past messages against another mapping', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeAll(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
    await mes.report('plain');
    await mes.report('burr', { scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }] });
    await mes.consume('used');
    await mes.report('kilos', { otherOutputs: [{ itemId: 'CP-2', type: 'byProduct', quantity: { value: '1', unit: 'KGM' } }] });
    await gateway.deliver();
    await mes.takeBack('plain');
    await gateway.deliver();
  });
  afterAll(() => gateway.close());
  const codes = () => gateway.sites.get('BER1')!.erpCodes['erp-simulated'];
  const replay = async (body: object, role: 'erpTeam' | 'admin' | 'supervisor' = 'erpTeam') => (await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/messages/replay-preview', role, payload: body })).json<Answer>();

  it('says nothing differs when nothing does, and counts what carries no code', async () => {
    const answer = await replay({ mapping: { codes: codes() } });

    expect(answer).toMatchObject({ items: [], counts: { looked: 5, notMapped: 1, same: 4, different: 0, wouldFail: 0, wouldMend: 0 }, lookedThrough: '2026-11-22T08:00:00.000Z', nextCursor: null });
    expect((await replay({ mapping: { revision: 1 } })).counts).toMatchObject({ same: 4, different: 0 });
  });

  it('lists what would be told differently, value by value, and what would lose its words; nothing is sent', async () => {
    const documents = await mes.documents();
    const [before, messages] = [await gateway.accounting('BER1'), await gateway.countMessages()];
    const units = Object.fromEntries(Object.entries(codes().units).filter(([unit]) => unit !== 'KGM'));

    const { items, counts } = await replay({ mapping: { codes: { ...codes(), units: { ...units, H87: 'XPP' } } } });

    expect(counts).toEqual({ looked: 5, notMapped: 1, same: 0, different: 4, wouldFail: 1, wouldMend: 0 });
    expect(items[0]).toMatchObject({ senderId: 'plain', state: 'posted', before: { isMapped: true }, after: { isMapped: true }, differences: [{ path: '/yield/unit', before: codes().units.H87, after: 'XPP' }] });
    expect(items.find(({ senderId }) => senderId === 'used')).toMatchObject({ differences: [{ path: '/quantity/unit', after: 'XPP' }] });
    expect(items.find(({ senderId }) => senderId === 'burr')).toMatchObject({ differences: [{ path: '/scrap/0/quantity/unit' }, { path: '/yield/unit' }] });
    expect(items.find(({ senderId }) => senderId === 'kilos')).toMatchObject({ before: { isMapped: true }, after: { isMapped: false, code: 'CODE_NOT_MAPPED', reason: expect.stringContaining('KGM') }, differences: [] });
    expect([await mes.documents(), await gateway.accounting('BER1'), await gateway.countMessages()]).toEqual([documents, before, messages]);
  });

  it('goes through many in pages, and keeps to a filter', async () => {
    const mapping = { codes: { ...codes(), units: { ...codes().units, H87: 'XPP' } } };
    const first = await replay({ mapping, limit: 2 });
    const second = await replay({ mapping, limit: 2, cursor: first.nextCursor });

    expect([first.items.map(({ senderId }) => senderId), second.items.map(({ senderId }) => senderId)]).toEqual([['plain', 'burr'], ['used', 'kilos']]);
    expect((await replay({ mapping, filter: { kind: 'materialConsumption' } })).counts).toMatchObject({ looked: 1, different: 1 });
  });

  it('refuses a mapping that could not run, an unknown revision, both at once, and whoever may not', async () => {
    expect(await replay({ mapping: { codes: { units: { H87: 'PC', KGM: 'PC' } } } })).toMatchObject({ code: 'MAPPING_INVALID' });
    expect(await replay({ mapping: { revision: 99 } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await replay({ mapping: { revision: 1, codes: codes() } })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await replay({ mapping: { codes: { units: { H87: 7 } } } })).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect((await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/messages/replay-preview', role: 'supervisor', payload: { mapping: { revision: 1 } } })).statusCode).toBe(403);
  });
});
