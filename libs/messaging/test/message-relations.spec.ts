import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BusinessException, messageError } from '@plantway/canonical';
import type { RelatedMessage } from '@plantway/ports';
import { ANNULMENT_FACTS, ANNUL_MESSAGE, FIND_BEFORE, FIND_OPEN_OF_ORDER_BEFORE, FIND_RELATED, FIND_REVERSALS, HOLD_FOR_ANNULMENT } from '../src/related.sql.js';
import { GET_MESSAGE } from '../src/reader.sql.js';
import { LOAD_FOLLOW_UPS, SETTLE_FOLLOW_UP } from '../src/follow-up.sql.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

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
    expect(ids(await rig.relations.openOfOrderBefore((await rig.message('last')).messageId))).toEqual(['parked in 20', 'waits in 10']);
  });
});

const ID = `'00000000-0000-0000-0000-000000000777'`;

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
      [FIND_OPEN_OF_ORDER_BEFORE, ['uuid'], ID, 'message_work_order'],
      [GET_MESSAGE, ['uuid', 'text'], `${ID}, 'BER1'`, 'message_confirmation'],
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
        faults.push(...plan.filter((line) => /Seq Scan/.test(line)).map((line) => `${name}: ${line.trim()}`), ...(plan.some((line) => line.includes(index)) ? [] : [`${name}: not by ${index}`]));
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
      insert into messaging.message_shape select message_id, 0, 'canonical', body_hash, '1', '1', now() from messaging.message;
      insert into messaging.message_part (message_id, part_no, part_id, payload_hash, reference, state, receipt) select message_id, 1, 'p', body_hash, gen_random_uuid(), 'posted', '{}' from messaging.message;
      insert into messaging.message_attempt (attempt_id, message_id, part_no, epoch, purpose, started_at, deadline_at, ended_at, outcome) select gen_random_uuid(), message_id, 1, 1, 'send', now(), now(), now(), 'posted' from messaging.message;
      insert into messaging.message_action (message_id, action, actor, from_state, to_state, acted_at) select message_id, 'resubmit', 'anna', 'parked', 'accepted', now() from messaging.message;
      insert into messaging.lane (lane_key, pending, waiting_for) select distinct lane_key, 0, case when hashtext(lane_key) % 10 = 0 then lane_key end from messaging.message;
      insert into messaging.lane_job (position, lane_key) select position, lane_key from messaging.message;
    `);
    await pool.query('analyze');
  }
});
