import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

interface BatchAnswer {
  readonly items: readonly { readonly index: number; readonly status: number; readonly messageId?: string; readonly state?: string; readonly replayed?: boolean; readonly problem?: { readonly code: string; readonly findings: readonly { readonly path: string }[] } }[];
  readonly accepted: number;
  readonly refused: number;
}

describe('reporting a batch', () => {
  let gateway: GatewayStand;

  beforeEach(async () => { gateway = await openGateway(); });
  afterEach(() => gateway.close());

  const row = (confirmationId: string, change: object = {}) => ({ ...GOOD_CONFIRMATION, confirmationId, yield: { value: '1', unit: 'H87' }, scrap: [], ...change });
  const batch = (payload: object) => gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/batch', payload });

  it('stores the good rows and says of each bad one what is wrong', async () => {
    await gateway.knowOrder('MUC1', 'WO-9001');
    await gateway.readOrders('BER1');

    const answer = await batch({ items: [row('r-0'), row('r-1', { yield: { value: '-1', unit: 'H87' } }), row('r-2', { workOrderId: 'WO-9001' }), 'not a row', row('r-4')] });

    const { items, accepted, refused } = answer.json<BatchAnswer>();
    expect(answer.statusCode).toBe(207);
    expect(items.map(({ index, status, problem }) => [index, status, problem?.code, problem?.findings.map(({ path }) => path)])).toEqual([
      [0, 202, undefined, undefined],
      [1, 400, 'VALIDATION_FAILED', ['/yield/value']],
      [2, 404, 'WORK_ORDER_NOT_AT_SITE', ['/workOrderId']],
      [3, 400, 'VALIDATION_FAILED', ['']],
      [4, 202, undefined, undefined],
    ]);
    expect({ accepted, refused }).toEqual({ accepted: 2, refused: 3 });
    expect(await gateway.countMessages()).toBe(2);
  });

  it('recognises a row that stands twice in the batch, and one that was sent before', async () => {
    await batch({ items: [row('r-0')] });

    const { items, accepted } = (await batch({ items: [row('r-0'), row('r-1'), row('r-1'), row('r-1', { yield: { value: '2', unit: 'H87' } })] })).json<BatchAnswer>();

    expect(items.map(({ status, replayed, problem }) => [status, replayed, problem?.code])).toEqual([
      [202, true, undefined], [202, false, undefined], [202, true, undefined], [422, undefined, 'IDEMPOTENCY_BODY_MISMATCH'],
    ]);
    expect(items[2].messageId).toBe(items[1].messageId);
    expect(accepted).toBe(3);
    expect(await gateway.countMessages()).toBe(2);
  });

  it('answers a row that was sent before as it did the first time, wherever its message stands by then', async () => {
    await batch({ items: [row('r-0')] });
    await gateway.deliver();

    const { items } = (await batch({ items: [row('r-0')] })).json<BatchAnswer>();

    expect(items).toMatchObject([{ status: 202, state: 'accepted', replayed: true }]);
  });

  it('refuses an Idempotency-Key: rows are known by their confirmationId', async () => {
    const answer = await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/batch', payload: { items: [row('r-0')] }, headers: { 'idempotency-key': 'shift-42' } });

    expect(answer.json()).toMatchObject({ status: 400, code: 'IDEMPOTENCY_KEY_INVALID', findings: [{ path: '/header/Idempotency-Key' }] });
    expect(await gateway.countMessages()).toBe(0);
  });

  it('logs why a row failed in a way that nobody foresaw', async () => {
    await gateway.database.pool.query('alter table messaging.lane_job add column broken int not null');

    const { items } = (await batch({ items: [row('r-0')] })).json<BatchAnswer>();

    expect(items).toMatchObject([{ status: 500, problem: { code: 'INTERNAL_ERROR' } }]);
    expect(gateway.log.join()).toContain('null value in column \\"broken\\"');
  });

  it('posts the rows of one operation in the order of the batch', async () => {
    await batch({ items: ['r-3', 'r-1', 'r-2'].map((id, index) => row(id, { yield: { value: String(index + 1), unit: 'H87' } })) });
    await gateway.deliver();

    const posted = await gateway.simulation.read((engine) => engine.confirmations().map(({ entry }) => entry.yield));

    expect(posted.map(({ value }) => value)).toEqual(['1', '2', '3']);
  });

  it('takes 1,000 rows at once', async () => {
    const answer = await batch({ items: Array.from({ length: 1_000 }, (_unused, index) => row(`r-${index}`)) });

    expect(answer.json<BatchAnswer>()).toMatchObject({ accepted: 1_000, refused: 0 });
    expect(await gateway.countMessages()).toBe(1_000);
  });

  it.each([
    ['no rows', { items: [] }, '/items'],
    ['more than 1,000 rows', { items: Array.from({ length: 1_001 }, () => ({})) }, '/items'],
    ['no list', { items: row('r-0') }, '/items'],
    ['an unknown field beside the list', { items: [row('r-0')], force: true }, '/force'],
  ])('refuses an envelope with %s as a whole', async (_case, payload, path) => {
    const answer = await batch(payload);

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path }] });
    expect(await gateway.countMessages()).toBe(0);
  });
});
