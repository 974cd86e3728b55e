import { EventLog, EventSequencer } from '@plantway/events';
import { decodeCursor } from '@plantway/http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

interface List {
  readonly items: readonly { readonly messageId: string; readonly confirmationId: string; readonly state: string; readonly changeType?: string }[];
  readonly nextCursor: string | null;
  readonly reset?: boolean;
  readonly asOf: string;
}

describe('following messages', () => {
  let gateway: GatewayStand;

  beforeEach(async () => { gateway = await openGateway(); });
  afterEach(() => gateway.close());

  const report = async (confirmationId: string, change: object = {}): Promise<string> => {
    const payload = { ...GOOD_CONFIRMATION, confirmationId, yield: { value: '1', unit: 'H87' }, scrap: [], ...change };
    return (await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload })).json<{ messageId: string }>().messageId;
  };
  const get = (path: string, siteId = 'BER1') => gateway.request({ method: 'GET', url: `/process/v1/sites/${siteId}${path}`, role: 'supervisor' });
  const ids = (list: List) => list.items.map(({ confirmationId }) => confirmationId);

  it('pages through the messages in the order of acceptance', async () => {
    for (const id of ['c-3', 'c-1', 'c-2']) await report(id);

    const first = (await get('/messages?limit=2')).json<List>();
    const second = (await get(`/messages?limit=2&cursor=${first.nextCursor}`)).json<List>();

    expect(ids(first)).toEqual(['c-3', 'c-1']);
    expect(ids(second)).toEqual(['c-2']);
    expect(second.nextCursor).toBeNull();
    expect(first.asOf).toBe('2026-11-22T08:00:00.000Z');
  });

  it('finds messages by what a person knows', async () => {
    await report('c-1', { workOrderId: 'WO-4711', producedLots: [{ lotId: 'L-7', quantity: { value: '1', unit: 'H87' } }] });
    await report('c-2', { serialNumbers: ['SN-9'] });
    await gateway.deliver();

    const found = async (query: string) => ids((await get(`/messages?${query}`)).json<List>());

    expect(await found('workOrderId=WO-4711')).toEqual(['c-1']);
    expect(await found('state=parked')).toEqual(['c-1']);
    expect(await found('lotId=L-7')).toEqual(['c-1']);
    expect(await found('serialNumber=SN-9')).toEqual(['c-2']);
    expect(await found('confirmationId=c-2')).toEqual(['c-2']);
    expect(await found('kind=productionConfirmation')).toEqual(['c-1', 'c-2']);
    expect(await found('olderThan=2026-11-22T09:00:00%2B01:00')).toEqual([]);
    expect(await found('olderThan=2026-11-22T09:00:01%2B01:00')).toEqual(['c-1', 'c-2']);
    expect(await found('workOrderId=WO-4711&state=posted')).toEqual([]);
  });

  it.each([
    ['a state that does not exist', 'state=lost', '/query/state'], ['an instant without offset', 'olderThan=2026-11-22T09:00:00', '/query/olderThan'],
    ['a limit above 1,000', 'limit=1001', '/query/limit'], ['an unknown filter', 'colour=red', '/query/colour'],
  ])('refuses %s', async (_case, query, path) => {
    const answer = await get(`/messages?${query}`);

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path }] });
  });

  it('refuses a cursor that another list gave', async () => {
    await report('c-1');
    const { nextCursor } = (await get('/messages/changes')).json<List>();

    const answer = await get(`/messages?cursor=${nextCursor}`);

    expect({ status: answer.statusCode, code: answer.json<{ code: string }>().code }).toEqual({ status: 400, code: 'CURSOR_INVALID' });
  });

  it('shows every call of the ERP and every part', async () => {
    const messageId = await report('c-1');
    await gateway.deliver();

    const message = (await get(`/messages/${messageId}`)).json<{ parts: { partId: string; reference: string; documents: unknown[] }[] }>();

    expect(message).toMatchObject({ state: 'posted', parts: [{ state: 'posted' }], attempts: [{ purpose: 'send', outcome: 'posted', partId: message.parts[0].partId }], actions: [], asOf: '2026-11-22T08:00:00.000Z' });
    const [document] = await gateway.simulation.read((engine) => engine.confirmations());
    expect(document.reference).toBe(message.parts[0].reference);
  });

  it('keeps every shape of the payload, from the body to the answer', async () => {
    const messageId = await report('c-1', { startedAt: '2026-11-22T06:00:00+01:00' });
    await gateway.deliver();

    const { shapes } = (await get(`/messages/${messageId}/lineage`)).json<{ shapes: { shape: string; payload: { startedAt?: string } }[] }>();

    expect(shapes.map(({ shape }) => shape)).toEqual(['received', 'canonical', 'sent', 'answered']);
    expect(shapes[0].payload.startedAt).toBe('2026-11-22T06:00:00+01:00');
    expect(shapes[1].payload.startedAt).toBe('2026-11-22T05:00:00.000Z');
  });

  it('tells every outcome since a cursor, and nothing twice', async () => {
    const sequencer = new EventSequencer({ pool: gateway.database.pool });
    sequencer.start();
    try {
      await report('c-1');
      await gateway.deliver();
      const first = await until(async () => {
        const page = (await get('/messages/changes')).json<List>();
        return page.items.length > 0 && page;
      });
      await report('c-2', { workOrderId: 'WO-4711' });
      await gateway.deliver();

      const second = await until(async () => {
        const page = (await get(`/messages/changes?cursor=${first.nextCursor}`)).json<List>();
        return page.items.length > 0 && page;
      });
      const third = (await get(`/messages/changes?cursor=${second.nextCursor}`)).json<List>();

      expect(first.items.map(({ changeType, confirmationId, state }) => [changeType, confirmationId, state])).toEqual([['message.posted.v1', 'c-1', 'posted']]);
      expect(second.items.map(({ changeType, confirmationId, state }) => [changeType, confirmationId, state])).toEqual([['message.parked.v1', 'c-2', 'parked']]);
      expect(third).toMatchObject({ items: [], reset: false });
    } finally {
      await sequencer.stop();
    }
  });

  it('tells a reader who was away longer than events are kept to begin anew', async () => {
    const { pool } = gateway.database;
    const position = async () => pool.query('select events.assign_positions(1000, 0)');
    await report('c-1', { workOrderId: 'WO-4711' });
    await gateway.deliver();
    await position();
    const before = (await get('/messages/changes')).json<List>();
    await report('c-2', { workOrderId: 'WO-4711', operationId: '0011' });
    await gateway.deliver();
    await position();
    await new EventLog(pool).removeOlderThan(new Date('2027-01-01T00:00:00Z'));

    const late = (await get(`/messages/changes?cursor=${before.nextCursor}`)).json<List>();
    const fresh = (await get('/messages/changes')).json<List>();
    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${(await get('/messages')).json<List>().items[0].messageId}/discard`, role: 'planner', payload: { reason: 'Reported twice.' } });
    await position();
    const after = (await get(`/messages/changes?cursor=${late.nextCursor}`)).json<List>();

    expect(before).toMatchObject({ items: [{ confirmationId: 'c-1' }], reset: false });
    expect(late).toMatchObject({ items: [], reset: true });
    expect(fresh).toMatchObject({ items: [], reset: false });
    expect(after).toMatchObject({ items: [{ confirmationId: 'c-1', changeType: 'message.discarded.v1' }], reset: false });
  });

  it('goes on with the cursor while something happens at other sites only', async () => {
    await report('c-1', { workOrderId: 'WO-4711' });
    await gateway.deliver();
    await gateway.database.pool.query('select events.assign_positions(1000, 0)');

    const first = (await get('/messages/changes', 'MUC1')).json<List>();
    const origin = (await get('/messages/changes?limit=1', 'BER1')).json<List>();

    expect(first.items).toEqual([]);
    expect(decodeCursor('message-changes', first.nextCursor!, (value): value is string => typeof value === 'string')).not.toBe('0');
    expect(origin.items).toHaveLength(1);
  });

  it('hides the messages of another site', async () => {
    const messageId = await report('c-1');

    expect((await get('/messages', 'MUC1')).json<List>().items).toEqual([]);
    for (const path of [`/messages/${messageId}`, `/messages/${messageId}/lineage`]) {
      expect((await get(path, 'MUC1')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    }
    const resubmit = await gateway.request({ method: 'POST', url: `/process/v1/sites/MUC1/messages/${messageId}/resubmit`, role: 'supervisor' });
    expect(resubmit.statusCode).toBe(404);
  });

  it('answers a messageId that is none with 404', async () => {
    expect((await get('/messages/not-an-id')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND', findings: [{ path: '/path/messageId' }] });
  });
});
