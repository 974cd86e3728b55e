import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, MESSAGE_STATES } from '@plantway/canonical';
import { DeliveryRig, SITE } from './delivery-rig.js';
import type { MessageFilter } from '../src/index.js';

describe('the reader', () => {
  let rig: DeliveryRig;
  beforeAll(async () => {
    rig = await DeliveryRig.open();
    const search = { workOrderId: 'WO-1', operationId: '0010', lotIds: ['L-1', 'L-2'], serialNumbers: ['SN-1'] };
    await rig.accept('c1', { amount: '1' }, { search: { ...search, confirmationId: 'c1' }, laneKey: 'A' });
    await rig.clock.advance(60_000);
    await rig.accept('c2', { amount: '2' }, { search: { ...search, confirmationId: 'c2', lotIds: [], serialNumbers: [] }, laneKey: 'B', sourceSystem: 'mes-2' });
    await rig.accept('c3', { amount: '3' }, { search: { workOrderId: 'WO-2', operationId: '0020', confirmationId: 'c3', lotIds: ['L-2'], serialNumbers: ['SN-2'] }, laneKey: 'C', correlationId: 'journey 3' });
    await rig.accept('foreign', { amount: '4' }, { siteId: 'CHI1', laneKey: 'D' });
    rig.flow.plans.set('c2', () => { throw new BusinessException('ORDER_CLOSED', 'work order WO-1 is closed'); });
    await rig.deliver();
  });
  afterAll(() => rig.close());
  const ids = async (filter: MessageFilter): Promise<readonly string[]> => (await rig.reader.list(SITE, filter)).items.map(({ senderId }) => senderId);

  it.each<[MessageFilter, readonly string[]]>([
    [{}, ['c1', 'c2', 'c3']],
    [{ state: 'parked' }, ['c2']],
    [{ kind: 'productionConfirmation' }, ['c1', 'c2', 'c3']],
    [{ sourceSystem: 'mes-2' }, ['c2']],
    [{ workOrderId: 'WO-1' }, ['c1', 'c2']],
    [{ confirmationId: 'c3' }, ['c3']],
    [{ correlationId: 'journey 3' }, ['c3']],
    [{ lotId: 'L-2' }, ['c1', 'c3']],
    [{ serialNumber: 'SN-1' }, ['c1']],
    [{ olderThan: '2026-11-22T08:00:30Z' }, ['c1']],
    [{ workOrderId: 'WO-1', state: 'posted' }, ['c1']],
    [{ lotId: `L-2' or true --` }, []],
  ])('lists by %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  it('counts the unfinished reports of an order by operation, and nothing of another site', async () => {
    expect(await rig.reader.openReports(SITE, 'WO-1')).toEqual(new Map([['0010', 1]]));
    expect(await rig.reader.openReports(SITE, 'WO-2')).toEqual(new Map());
    expect(await rig.reader.openReports('CHI1', 'WO-2')).toEqual(new Map());
  });

  it('knows where the command of a name stands', async () => {
    expect(await rig.reader.stateOf(SITE, 'mes-2', 'productionConfirmation', 'c2')).toBe('parked');
    expect(await rig.reader.stateOf(SITE, 'mes', 'productionConfirmation', 'c2')).toBeUndefined();
    expect(await rig.reader.isStored(SITE, 'mes-2', 'productionConfirmation', 'c2')).toBe(true);
  });

  it('knows where messages stand by their ids, and nothing of another site', async () => {
    const { items: [one, other] } = await rig.reader.list(SITE, {});
    const asked = [one.messageId, other.messageId, '018f0000-0000-7000-8000-000000000000'];

    expect(await rig.reader.statesOf(SITE, asked)).toEqual(new Map([[one.messageId, one.state], [other.messageId, other.state]]));
    expect(await rig.reader.statesOf('CHI1', asked)).toEqual(new Map());
  });

  it('pages in the order of acceptance', async () => {
    const first = await rig.reader.list(SITE, { limit: 2 });
    const second = await rig.reader.list(SITE, { limit: 2, cursor: first.nextCursor! });

    expect(first.items.map(({ senderId }) => senderId)).toEqual(['c1', 'c2']);
    expect(second.items.map(({ senderId }) => senderId)).toEqual(['c3']);
    expect(second.nextCursor).toBeNull();
  });

  it('refuses a cursor that it has not given', async () => {
    await expect(rig.reader.list(SITE, { cursor: '1; drop' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
    await expect(rig.reader.changes(SITE, 'abc')).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it('shows no message of another site, and nothing for an id that is none', async () => {
    const { messageId } = await rig.message('c1');

    expect(await rig.reader.get('CHI1', messageId)).toBeUndefined();
    expect(await rig.reader.lineage('CHI1', messageId)).toBeUndefined();
    expect(await rig.reader.get(SITE, 'not-a-uuid')).toBeUndefined();
    expect(await rig.reader.lineage(SITE, 'not-a-uuid')).toBeUndefined();
  });

  it('shows a posted message with its parts, attempts and documents', async () => {
    expect(await rig.message('c1')).toMatchObject({
      state: 'posted', postedAt: '2026-11-22T08:01:00.000Z', lotIds: ['L-1', 'L-2'], erp: { backend: 'scripted', documents: [{ type: 'confirmation' }] },
      parts: [{ partId: 'confirmation', state: 'posted' }],
      attempts: [{ partId: 'confirmation', purpose: 'send', startedAt: '2026-11-22T08:01:00.000Z', deadlineAt: '2026-11-22T08:01:05.000Z', endedAt: '2026-11-22T08:01:00.000Z', outcome: 'posted' }],
    });
  });

  it('shows every shape that the payload had, with what made it', async () => {
    const { messageId } = await rig.message('c1');

    expect(await rig.reader.lineage(SITE, messageId)).toMatchObject([
      { shape: 'received', body: { id: 'c1', amount: '1' }, mappingVersion: '1', codeVersion: '0.1.0' },
      { shape: 'canonical', body: { amount: '1' } },
      { shape: 'sent', partId: 'confirmation', body: { amount: '1' } },
      { shape: 'answered', partId: 'confirmation', body: { backend: 'scripted' } },
    ]);
  });

  it('finds the messages of a confirmation', async () => {
    expect((await rig.reader.byConfirmation(SITE, 'c1')).map(({ senderId }) => senderId)).toEqual(['c1']);
    expect(await rig.reader.byConfirmation(SITE, 'unknown')).toEqual([]);
  });

  it('feeds every outcome since a cursor, once each, and only of its site', async () => {
    await rig.database.pool.query('select events.assign_positions(1000, 0)');

    const first = await rig.reader.changes(SITE, undefined, 1);
    const rest = await rig.reader.changes(SITE, first.nextCursor);
    const none = await rig.reader.changes(SITE, rest.nextCursor);

    const seen = [...first.items, ...rest.items].map(({ type, data }) => `${type} ${(data as { senderId: string }).senderId}`);
    expect(seen.sort()).toEqual(['message.parked.v1 c2', 'message.posted.v1 c1', 'message.posted.v1 c3']);
    expect(none).toEqual({ items: [], nextCursor: rest.nextCursor, reset: false });
  });

  it('knows the states that the canonical model knows, no more and no fewer', async () => {
    const { rows: [{ rule }] } = await rig.database.pool.query(`select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'message_state_check'`);

    expect([...rule.matchAll(/'([a-zA-Z]+)'/g)].map(([, state]) => state).sort()).toEqual([...MESSAGE_STATES].sort());
  });
});

describe('a posted confirmation', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
    await rig.deliver();
  });
  afterEach(() => rig.close());
  const shown = async (): Promise<readonly [string | undefined, string | undefined]> => {
    const { items: [listed] } = await rig.reader.list(SITE, { kind: 'productionConfirmation' });
    return [(await rig.message('c1')).reversedByMessageId, listed.reversedByMessageId];
  };

  it('shows the message that has taken it back, when that is posted', async () => {
    const refused = { refuse: 'ORDER_CLOSED' } as const;
    rig.erp.will(refused);
    const reversal = await rig.acceptReversal('rev-1', 'c1');
    await rig.deliver();
    expect(await shown()).toEqual([undefined, undefined]);

    await rig.desk.resubmit({ siteId: SITE, messageId: reversal, actor: 'anna' });
    await rig.deliver();

    expect(await shown()).toEqual([reversal, reversal]);
    expect((await rig.message('rev-1')).reversedByMessageId).toBeUndefined();
  });

  it.each([
    ['of another source system', { sourceSystem: 'paper' }],
    ['of another site', { siteId: 'CHI1' }],
  ])('shows nothing of a reversal %s', async (_name, more) => {
    await rig.acceptReversal('rev-1', 'c1', more);
    await rig.deliver();

    expect(await shown()).toEqual([undefined, undefined]);
  });

  it('shows nothing of a reversal that was annulled', async () => {
    rig.reversals.plans.set('rev-1', () => ({ decision: 'finish', state: 'annulled', note: 'already reversed by rev-0' }));
    await rig.acceptReversal('rev-1', 'c1');
    await rig.deliver();

    expect(await shown()).toEqual([undefined, undefined]);
  });

  it('names each field that did not reach the ERP once, with the reason', async () => {
    const field = { field: 'genealogy[].serialNumber', reason: 'no place for it' };
    rig.erp.notCarried = [field];
    await rig.accept('two parts', { amount: '2', parts: ['yield', 'scrap'] });
    await rig.deliver();

    expect((await rig.message('two parts')).notCarried).toEqual([field]);
    expect((await rig.message('c1')).notCarried).toBeUndefined();
  });
});

describe('the changes', () => {
  it('tell of a message that was annulled', async () => {
    const rig = await DeliveryRig.open();
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'annulled', note: 'superseded by version 2' }));
    await rig.deliver();
    await rig.database.pool.query('select events.assign_positions(1000, 0)');

    expect((await rig.reader.changes(SITE)).items.map(({ type }) => type)).toEqual(['message.annulled.v1']);
    await rig.close();
  });
});
