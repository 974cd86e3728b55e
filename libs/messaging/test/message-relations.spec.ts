import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, messageError } from '@plantway/canonical';
import type { DeliveryPlan, RelatedMessage } from '@plantway/ports';
import { ANNULMENT_FACTS, ANNUL_MESSAGE, FIND_BEFORE, FIND_LATER_IN_LANE, FIND_OPEN_OF_ORDER_BEFORE, FIND_OPEN_REPORTS, FIND_OPEN_REVERSALS_OF_ORDER_BEFORE, FIND_RELATED, FIND_REVERSALS, HOLD_FOR_ANNULMENT } from '../src/related.sql.js';
import { ACCEPT_MESSAGES } from '../src/accept.sql.js';
import { WRITE_FENCED } from '../src/fenced-write.sql.js';
import { COUNT_OPEN_REPORTS, GET_MESSAGE, STATE_OF } from '../src/reader.sql.js';
import { LOAD_FOLLOW_UPS, SETTLE_FOLLOW_UP } from '../src/follow-up.sql.js';
import { FollowUpWatch } from '../src/index.js';
import { DeliveryRig, SETTINGS, SITE } from './delivery-rig.js';

const ids = (messages: readonly RelatedMessage[]): readonly string[] => messages.map(({ senderId }) => senderId);
const search = (operationId: string, workOrderId = 'WO-1'): { readonly search: { workOrderId: string; operationId: string; confirmationId: string; lotIds: string[]; serialNumbers: string[] } } =>
  ({ search: { workOrderId, operationId, confirmationId: 'c', lotIds: [], serialNumbers: [] } });

describe('what a flow may know of other messages', () => {
  let rig: DeliveryRig;
  beforeAll(async () => {
    rig = await DeliveryRig.open();
    const refuse = (): never => { throw new BusinessException('LOT_UNKNOWN', 'no lot'); };
    for (const parked of ['discarded', 'parked in 20']) rig.flow.plans.set(parked, refuse);
    for (const waiting of ['last', 'waits in 10']) rig.flow.plans.set(waiting, () => ({ decision: 'wait', condition: { key: 'k', error: messageError('PREDECESSOR_OPEN') } }));
    rig.reversals.plans.set('rev of annulled', () => ({ decision: 'finish', state: 'posted', note: 'annulled annulled' }));

    await rig.accept('first', { amount: '1' }, { laneKey: '10', ...search('10') });
    await rig.accept('two parts', { amount: '2', parts: ['yield', 'scrap'] }, { laneKey: '10', ...search('10') });
    await rig.accept('of another system', { amount: '3' }, { laneKey: '10', sourceSystem: 'paper', ...search('10') });
    await rig.accept('discarded', { amount: '4' }, { laneKey: '10', ...search('10') });
    await rig.accept('annulled', { amount: '5' }, { laneKey: '10', ...search('10') });
    const reversal = await rig.acceptReversal('rev of annulled', 'annulled');
    await rig.relations.annul((await rig.message('annulled')).messageId, { messageId: reversal, note: 'annulled by it' });
    await rig.deliver();
    await rig.desk.discard({ siteId: SITE, messageId: (await rig.message('discarded')).messageId, actor: 'anna', reason: 'counted twice' });
    await rig.accept('parked in 20', { amount: '6' }, { laneKey: '20', ...search('20') });
    await rig.accept('of another order', { amount: '7' }, { laneKey: 'WO-2', ...search('10', 'WO-2') });
    await rig.accept('of another site', { amount: '7' }, { laneKey: 'CHI1', siteId: 'CHI1', ...search('10') });
    await rig.deliver();
    rig.erp.will('commitAndFollowUp');
    await rig.accept('with a follow-up', { amount: '8' }, { laneKey: '30', ...search('30') });
    await rig.deliver();
    await rig.accept('waits in 10', { amount: '9' }, { laneKey: '10', ...search('10') });
    await rig.accept('last', { amount: '10' }, { laneKey: '40', ...search('40') });
    await rig.accept('after it', { amount: '11' }, { laneKey: '50', ...search('50') });
    rig.flow.plans.set('after it', refuse);
    await rig.deliver();
  });
  afterAll(() => rig.close());

  it('one by the name that its sender gave it, with its command, what was sent and what stands', async () => {
    expect(await rig.relations.find(SITE, 'mes', 'productionConfirmation', 'two parts')).toMatchObject({
      kind: 'productionConfirmation', sourceSystem: 'mes', senderId: 'two parts', state: 'posted', command: { amount: '2', parts: ['yield', 'scrap'] },
      sent: [{ amount: '2' }, { amount: '2' }], receipts: [{ documents: [{ number: '1001' }] }, { documents: [{ number: '1002' }] }],
    });
    expect(await rig.relations.find(SITE, 'mes', 'productionConfirmation', 'annulled')).toMatchObject({ state: 'annulled', note: 'annulled by it', receipts: [], sent: [] });
  });

  it('nothing by the name of another system, kind or site', async () => {
    expect(await rig.relations.find(SITE, 'paper', 'productionConfirmation', 'first')).toBeUndefined();
    expect(await rig.relations.find(SITE, 'mes', 'confirmationReversal', 'first')).toBeUndefined();
    expect(await rig.relations.find('CHI1', 'mes', 'productionConfirmation', 'first')).toBeUndefined();
  });

  it('the wishes to take a confirmation back', async () => {
    expect(ids(await rig.relations.reversalsOf(SITE, 'mes', 'annulled'))).toEqual(['rev of annulled']);
    expect(await rig.relations.reversalsOf(SITE, 'paper', 'annulled')).toEqual([]);
    expect(await rig.relations.reversalsOf(SITE, 'mes', 'first')).toEqual([]);
  });

  it('what came before in the lane from the same system and still counts, oldest first', async () => {
    expect(ids(await rig.relations.before((await rig.message('waits in 10')).messageId))).toEqual(['first', 'two parts']);
    expect(await rig.relations.before((await rig.message('first')).messageId)).toEqual([]);
  });

  it('the unfinished confirmations of the order that came before, in whatever lane', async () => {
    const { messageId } = await rig.message('last');

    expect(ids(await rig.relations.openOfOrderBefore(messageId))).toEqual(['parked in 20', 'waits in 10']);
    expect(ids(await rig.relations.openOfOrderBefore(messageId, 1))).toEqual(['parked in 20']);
  });

  it('the unfinished confirmations of an order, and of no other order or site', async () => {
    expect(ids(await rig.relations.openReports(SITE, 'WO-1'))).toEqual(['parked in 20', 'waits in 10', 'last', 'after it']);
    expect(await rig.relations.openReports(SITE, 'WO-2')).toEqual([]);
    expect(await rig.relations.openReports('MUC1', 'WO-1')).toEqual([]);
  });

  it('what came next in the lane from the same system and still counts', async () => {
    const next = async (senderId: string): Promise<string | undefined> => (await rig.relations.laterInLane((await rig.message(senderId)).messageId))?.senderId;

    expect(await next('first')).toBe('two parts');
    expect(await next('two parts')).toBe('waits in 10');
    expect(await next('waits in 10')).toBeUndefined();
  });
});

/** Reports and the wishes to take them back; the tests' plans make of a wish what they need. */
describe('what a flow may know of reversals', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    for (const senderId of ['c1', 'c2', 'c3']) await rig.accept(senderId, { amount: '1' }, { laneKey: senderId });
    await rig.deliver();
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const idOf = async (senderId: string): Promise<string> => (await rig.message(senderId)).messageId;
  const reversalOf = async (senderId: string): Promise<RelatedMessage['reversal']> => (await rig.relations.find(SITE, 'mes', 'productionConfirmation', senderId))!.reversal;
  const annuls = (): DeliveryPlan<never> => ({ decision: 'finish', state: 'annulled', note: 'pointless' });

  it('is told with the confirmation: the newest wish, while it was neither discarded nor annulled', async () => {
    expect(await reversalOf('c1')).toBeUndefined();

    const first = await rig.acceptReversal('rev 1', 'c1');

    expect(await reversalOf('c1')).toEqual({ messageId: first, state: 'accepted', hasReceipts: false });
    expect(await reversalOf('c2')).toBeUndefined();

    rig.reversals.plans.set('rev 1', annuls);
    await rig.deliver();

    expect(await reversalOf('c1')).toBeUndefined();

    await rig.acceptReversal('rev 2', 'c1', { laneKey: 'rev 2' });
    const newest = await rig.acceptReversal('rev 3', 'c1', { laneKey: 'rev 3' });

    expect(await reversalOf('c1')).toMatchObject({ messageId: newest });
  });

  it.each<['answer' | 'commitAndFollowUp', string]>([['answer', 'posted'], ['commitAndFollowUp', 'postedWithFollowUp']])('is a wish that stands before any newer one, and says whether something was reversed for it: %s', async (deed, state) => {
    rig.erp.will(deed);
    const posted = await rig.acceptReversal('rev 1', 'c1');
    const empty = await rig.acceptReversal('rev 2', 'c2');
    rig.reversals.plans.set('rev 2', () => ({ decision: 'finish', state: 'posted', note: 'nothing to take back' }));
    await rig.deliver();
    await rig.acceptReversal('rev 1 again', 'c1');

    expect(await reversalOf('c1')).toEqual({ messageId: posted, state, hasReceipts: true });
    expect(await reversalOf('c2')).toEqual({ messageId: empty, state: 'posted', hasReceipts: false });
  });

  it('is of the same source system only', async () => {
    await rig.acceptReversal('rev 1', 'c1', { sourceSystem: 'paper' });

    expect(await reversalOf('c1')).toBeUndefined();
  });

  it('is told of every earlier report of the lane by the one question', async () => {
    await rig.accept('r1', { amount: '1' }, { laneKey: 'totals', ...search('10'), search: { ...search('10').search, confirmationId: 'r1' } });
    await rig.accept('r2', { amount: '2' }, { laneKey: 'totals', ...search('10'), search: { ...search('10').search, confirmationId: 'r2' } });
    await rig.accept('r3', { amount: '3' }, { laneKey: 'totals', ...search('10'), search: { ...search('10').search, confirmationId: 'r3' } });
    const reversal = await rig.acceptReversal('rev 1', 'r1');

    const before = await rig.relations.before(await idOf('r3'));

    expect(before.map(({ senderId, reversal: wish }) => [senderId, wish?.messageId])).toEqual([['r1', reversal], ['r2', undefined]]);
  });

  it('that are unfinished and were accepted before, of the order and source', async () => {
    await rig.acceptReversal('posted', 'c1');
    await rig.deliver();
    await rig.acceptReversal('open', 'c2');
    await rig.acceptReversal('of another system', 'c2', { sourceSystem: 'paper', laneKey: 'p' });
    await rig.acceptReversal('of another order', 'c3', { laneKey: 'o', ...search('10', 'WO-2') });
    await rig.accept('last', { amount: '1' }, { laneKey: 'last' });
    await rig.acceptReversal('after it', 'c3');

    expect(ids(await rig.relations.openReversalsOfOrderBefore(await idOf('last')))).toEqual(['open']);
  });

  it('leave nothing of a document that is known to be reversed in the ERP', async () => {
    rig.erp.will('commitAndFollowUp', 'answer');
    await rig.accept('half', { amount: '7', parts: ['yield', 'scrap'] }, { laneKey: 'half' });
    await rig.deliver();
    rig.erp.ledger.find(({ partId }) => partId === 'yield')!.reversedBy = 'R-1';
    await new FollowUpWatch({ pool: rig.database.pool, clock: rig.clock, flows: [rig.flow], settings: SETTINGS }).runOnce();

    const half = (await rig.relations.find(SITE, 'mes', 'productionConfirmation', 'half'))!;

    expect(half).toMatchObject({ state: 'posted', receipts: [{ documents: [{ number: '1004' }] }] });
    expect(half.sent).toHaveLength(1);
  });
});

const ID = `'00000000-0000-0000-0000-000000000777'`;

/** One row for each system of a plant. */
const HANDFUL = /Seq Scan on (?:destination|pace)\b/;

describe('the plans of these statements', () => {
  it.each(['while the tables are empty', 'when they are large'])('read by their indexes %s', async (when) => {
    const rig = await DeliveryRig.open();
    const { pool } = rig.database;
    const client = await pool.connect();
    if (when === 'when they are large') await fill(rig);
    /** Statement, types, values, and the index by which it finds its messages. */
    const statements: readonly (readonly [string, readonly string[], string, string])[] = [
      [FIND_RELATED, ['text', 'text', 'text', 'text'], `'BER1', 'mes', 'productionConfirmation', 'c777'`, 'message_natural_key'],
      [FIND_REVERSALS, ['text', 'text', 'text'], `'BER1', 'mes', 'c777'`, 'message_confirmation'],
      [FIND_BEFORE, ['uuid'], ID, 'message_work_order'],
      [FIND_LATER_IN_LANE, ['uuid'], ID, 'message_work_order'],
      [FIND_OPEN_OF_ORDER_BEFORE, ['uuid', 'int'], `${ID}, null`, 'message_work_order'],
      [FIND_OPEN_OF_ORDER_BEFORE, ['uuid', 'int'], `${ID}, 1`, 'message_work_order'],
      [FIND_OPEN_REVERSALS_OF_ORDER_BEFORE, ['uuid'], ID, 'message_work_order'],
      [FIND_OPEN_REPORTS, ['text', 'text'], `'BER1', 'WO-777'`, 'message_work_order'],
      [GET_MESSAGE, ['uuid', 'text'], `${ID}, 'BER1'`, 'message_confirmation'],
      [STATE_OF, ['text', 'text', 'text', 'text'], `'BER1', 'mes', 'productionConfirmation', 'c777'`, 'message_natural_key'],
      [COUNT_OPEN_REPORTS, ['text', 'text', 'text[]'], `'BER1', 'WO-777', '{parked,waiting}'`, 'message_work_order'],
      [ACCEPT_MESSAGES, ['text', 'text', 'text', 'int', 'bool', 'text', 'text', 'text', 'json'], `'[]', '1', '1', 1, false, '', '', '', '{}'`, 'message_natural_key'],
      [WRITE_FENCED, ['jsonb', 'text', 'text', 'int'], `'[]', '1', '1', 1`, 'message_part_pkey'],
      [LOAD_FOLLOW_UPS, ['bigint', 'int'], `0, 100`, 'message_follow_up'],
      [HOLD_FOR_ANNULMENT, ['uuid', 'uuid'], `${ID}, ${ID}`, 'message_pkey'],
      [ANNULMENT_FACTS, ['uuid'], ID, 'message_part_pkey'],
      [ANNUL_MESSAGE, ['uuid', 'text', 'text', 'text', 'timestamptz', 'jsonb', 'text'], `${ID}, 'n', 'a', 'r', now(), '{}', 'message:1'`, 'lane_waiting'],
      [SETTLE_FOLLOW_UP, ['uuid', 'jsonb', 'text', 'jsonb', 'timestamptz', 'jsonb', 'text', 'text', 'text', 'int[]'], `${ID}, '{}', 'n', '[]', now(), '{}', 'message:1', '1', '1', '{1}'`, 'lane_waiting'],
    ];

    const faults: string[] = [];
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`set plan_cache_mode = ${mode}`);
      for (const [text, types, values, index] of statements) {
        await client.query(`prepare asked (${types.join(', ')}) as ${text}`);
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute asked (${values})`);
        await client.query('deallocate asked');
        const plan = rows.map((row) => row['QUERY PLAN']);
        const name = `${mode}: ${text.trim().slice(0, 60)}`;
        faults.push(...plan.filter((line) => /Seq Scan/.test(line) && !HANDFUL.test(line)).map((line) => `${name}: ${line.trim()}`), ...(plan.some((line) => line.includes(index)) ? [] : [`${name}: not by ${index}`]));
      }
    }

    client.release();
    await rig.close();
    expect(faults).toEqual([]);
  }, 60_000);

  /** 20,000 messages of 1,000 orders, three in a hundred of them open. */
  async function fill({ database: { pool } }: DeliveryRig): Promise<void> {
    await pool.query(`
      insert into messaging.payload (hash, body) select 'h' || n, '{}' from generate_series(1, 20000) as n;
      insert into messaging.message (message_id, site_id, kind, source_system, sender_id, body_hash, lane_key, correlation_id, accepted_by, work_order_id, operation_id, confirmation_id,
             lot_ids, serial_numbers, posting_date, production_day, state, state_since, accepted_at)
      select lpad(n::text, 32, '0')::uuid, 'BER1', 'productionConfirmation', 'mes', 'c' || n, 'h' || n, 'lane ' || n % 3000, 'j' || n, 'k', 'WO-' || n % 1000, '0010', 'c' || n,
             '{}', '{}', '2026-11-22', '2026-11-22', case when n % 100 < 3 then 'parked' else 'posted' end, now(), now()
        from generate_series(1, 20000) as n;
      insert into messaging.message_shape select message_id, 0, 'canonical', body_hash, '1', '1', now() from messaging.message where message.position % 2 = 0;
      insert into messaging.acceptance select message_id, body_hash, body_hash, '1', '1', now(), '{}', '{}' from messaging.message where message.position % 2 = 1;
      insert into messaging.message_part (message_id, part_no, part_id, payload_hash, reference, state, receipt) select message_id, 1, 'p', body_hash, gen_random_uuid(), 'posted', '{}' from messaging.message;
      insert into messaging.message_attempt (attempt_id, message_id, part_no, epoch, purpose, started_at, deadline_at, ended_at, outcome) select gen_random_uuid(), message_id, 1, 1, 'send', now(), now(), now(), 'posted' from messaging.message;
      insert into messaging.message_action (message_id, action, actor, from_state, to_state, acted_at) select message_id, 'resubmit', 'anna', 'parked', 'accepted', now() from messaging.message;
      insert into messaging.message_amendment select message_id, 1, body_hash, body_hash, '1', '1', 'anna', 'wrong', now() from messaging.message;
      insert into messaging.declared_guarantee (site_id, kind, backend, guarantee_class, declared_at) select 'S' || n, 'productionConfirmation', 'erp', 'R', now() from generate_series(1, 2000) as n;
      insert into messaging.lane (lane_key, pending, waiting_for) select distinct lane_key, 0, case when hashtext(lane_key) % 10 = 0 then lane_key end from messaging.message;
      insert into messaging.lane_job (position, lane_key) select position, lane_key from messaging.message;
    `);
    await pool.query('analyze');
  }
});

describe('what a flow may know of material that was used', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(() => rig.close());
  const accept = async (senderId: string, kind: 'productionConfirmation' | 'materialConsumption'): Promise<string> => (await rig.accept(senderId, { amount: '1' }, { kind, laneKey: '10', ...search('10') })).messageId;

  it('holds up the end of its order while it is open, and is no later report of its lane', async () => {
    const report = await accept('report', 'productionConfirmation');
    await accept('used', 'materialConsumption');
    const last = await accept('last', 'productionConfirmation');

    expect(ids(await rig.relations.openOfOrderBefore(last))).toEqual(['report', 'used']);
    expect(ids(await rig.relations.openReports(SITE, 'WO-1'))).toEqual(['report', 'used', 'last']);
    expect((await rig.relations.laterInLane(report))?.senderId).toBe('last');
  });
});
