import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, messageError } from '@plantway/canonical';
import { openPool } from '@plantway/database';
import type { Annulment } from '@plantway/ports';
import { until } from '@plantway/testing';
import type pg from 'pg';
import { MessageRelations } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('annulling a message', () => {
  let rig: DeliveryRig;
  let reversal: string;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    reversal = await acceptWaitingReversal('rev-1', 'c1');
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  /** A reversal whose plan waits; the tests do what it would do. */
  function acceptWaitingReversal(senderId: string, confirmationId: string): Promise<string> {
    rig.reversals.plans.set(senderId, () => ({ decision: 'wait', condition: { key: 'the test', error: messageError('PREDECESSOR_OPEN') } }));
    return rig.acceptReversal(senderId, confirmationId);
  }
  const annul = async (senderId: string, by = reversal, note = 'annulled by rev-1'): Promise<Annulment> => rig.relations.annul((await rig.message(senderId)).messageId, { messageId: by, note });
  const refuses = (senderId: string): void => void rig.flow.plans.set(senderId, () => { throw new BusinessException('LOT_UNKNOWN', 'the ERP has no lot L-9'); });

  it('ends it before anything was sent, and both messages show each other', async () => {
    await rig.accept('c1');

    expect(await annul('c1')).toEqual({ outcome: 'annulled', receipts: [] });

    await rig.deliver();
    const { messageId } = await rig.message('c1');
    expect(await rig.message('c1')).toMatchObject({
      state: 'annulled', note: 'annulled by rev-1', actions: [{ action: 'annul', actor: reversal, reason: 'annulled by rev-1', fromState: 'accepted', toState: 'annulled' }],
    });
    const { rows } = await rig.database.pool.query(`select subject, causation_id, data from events.event_log where type = 'message.annulled.v1'`);
    expect(rows).toEqual([{ subject: messageId, causation_id: reversal, data: expect.objectContaining({ state: 'annulled', note: 'annulled by rev-1', senderId: 'c1' }) }]);
    expect(rig.erp.requests).toEqual([]);
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 2, posted: 0, open: 1, discarded: 0, annulled: 1 });
  });

  it('ends one that waits for a second person: nobody has to agree any more, and its lane goes on', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.flow.plans.set('c1', () => ({ decision: 'approve', error: messageError('APPROVAL_NEEDED') }));
    await rig.deliver();
    expect(await rig.state('c1')).toBe('awaitingApproval');

    expect(await annul('c1')).toEqual({ outcome: 'annulled', receipts: [] });
    await rig.deliver();

    const { messageId } = await rig.message('c1');
    await expect(rig.desk.approve({ siteId: SITE, messageId, actor: 'berta' })).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state: 'annulled' } });
    expect(rig.erp.amounts()).toEqual(['2']);
  });

  it('at the head of a stopped lane lets the lane go on at once', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    refuses('c1');
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual([]);

    await annul('c1');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['2']);
    expect((await rig.message('c1')).error).toBeUndefined();
  });

  it('at the head of a lane that waits or backs off lets the lane go on at once as well', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.erp.will('unavailable');
    await rig.deliver();
    expect(await rig.state('c1')).toBe('retrying');

    await annul('c1');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['2']);
  });

  it('in the middle of a lane leaves the others in their order, and a stopped head where it is', async () => {
    for (const [index, senderId] of ['c0', 'c1', 'c2', 'c3'].entries()) await rig.accept(senderId, { amount: String(index) });
    refuses('c0');
    await rig.deliver();

    await annul('c1');
    await rig.deliver();

    expect(await rig.state('c0')).toBe('parked');
    expect(rig.erp.amounts()).toEqual([]);
    const { rows: [lane] } = await rig.database.pool.query(`select pending, next_at, stopped from messaging.lane where lane_key = 'A'`);
    expect(lane).toEqual({ pending: 3, next_at: null, stopped: true });

    rig.flow.plans.delete('c0');
    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c0')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['0', '2', '3']);
  });

  it('at the end of a lane leaves nothing due in it', async () => {
    await rig.accept('c1');

    await annul('c1');

    const { rows: [lane] } = await rig.database.pool.query(`select pending, next_at, stopped from messaging.lane where lane_key = 'A'`);
    expect(lane).toEqual({ pending: 0, next_at: null, stopped: false });
  });

  it('answers what of it stands, to be reversed', async () => {
    await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
    rig.erp.will('answer', { refuse: 'OVER_TOLERANCE' });
    await rig.deliver();

    expect(await annul('c1')).toMatchObject({ outcome: 'annulled', receipts: [{ documents: [{ type: 'confirmation', number: '1000' }] }] });
    expect(await rig.message('c1')).toMatchObject({ state: 'annulled', erp: { documents: [{ number: '1000' }] } });
  });

  it('keeps what was noted before', async () => {
    await rig.accept('c1');
    rig.erp.will({ refuse: 'PERIOD_CLOSED' }, 'unavailable');
    rig.flow.decides = () => ({ decision: 'amend', payload: { amount: '11' }, note: 'posted under 2026-12-01' });
    await rig.deliver();

    await annul('c1');

    expect((await rig.message('c1')).note).toBe('posted under 2026-12-01; annulled by rev-1');
  });

  it.each([
    ['posted', async () => rig.deliver()],
    ['in doubt', async () => { rig.erp.will('commitAndStaySilent'); await rig.deliverIntoSilence(1); }],
    ['parked with something in doubt', async () => {
      rig.erp.will('commitTwiceAndStaySilent');
      await rig.deliverIntoSilence(1);
      await rig.after(30_000);
    }],
    ['discarded', async () => {
      refuses('c1');
      await rig.deliver();
      await rig.desk.discard({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna', reason: 'counted twice' });
    }],
  ])('comes too late when it is %s', async (_name, live) => {
    await rig.accept('c1');
    await live();
    const before = await rig.message('c1');

    expect(await annul('c1')).toEqual({ outcome: 'tooLate', state: before.state });

    expect(await rig.message('c1')).toEqual(before);
  });

  it('comes too late for a reversal that a person has given up meanwhile, whatever its worker still believes', async () => {
    await rig.accept('c1');
    await rig.desk.discard({ siteId: SITE, messageId: reversal, actor: 'anna', reason: 'it was right after all' });

    expect(await annul('c1')).toEqual({ outcome: 'tooLate', state: 'accepted' });

    expect(await rig.state('c1')).toBe('accepted');
  });

  it('is no way into another site', async () => {
    await rig.accept('c1');
    const { messageId: foreign } = await rig.accept('foreign', { amount: '1' }, { siteId: 'CHI1', laneKey: 'elsewhere' });

    await expect(annul('c1', foreign)).rejects.toMatchObject({ code: 'FLOW_DEFECT' });
    expect(await rig.state('c1')).toBe('accepted');
    await rig.deliver();
  });

  it('says the same when it is done again by the same reversal: the worker may have ended before it could write down its plan', async () => {
    await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
    rig.erp.will('answer', { refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
    const first = await annul('c1');

    expect(await annul('c1')).toEqual(first);

    expect((await rig.message('c1')).actions).toHaveLength(1);
  });

  it('by two reversals at once succeeds for one of them', async () => {
    await rig.accept('c1');
    const another = await acceptWaitingReversal('rev-2', 'c1');

    const answers = await Promise.all([annul('c1'), annul('c1', another), annul('c1'), annul('c1', another)]);

    const outcomes = answers.map(({ outcome }) => outcome);
    expect([outcomes.join(), [...outcomes].sort().join()]).toEqual([expect.stringMatching(/^(annulled,tooLate,annulled,tooLate|tooLate,annulled,tooLate,annulled)$/), 'annulled,annulled,tooLate,tooLate']);
    expect((await rig.message('c1')).actions).toHaveLength(1);
    expect((await rig.eventTypes('c1')).filter((type) => type === 'message.annulled.v1')).toHaveLength(1);
  });

  it('while a worker plans it makes the worker send nothing, and the lane goes on at once', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    let answer!: () => void;
    const planning = new Promise<void>((resolve) => (answer = resolve));
    let isPlanning = false;
    rig.flow.plans.set('c1', async () => {
      isPlanning = true;
      await planning;
      return rig.flow.sends({ amount: '1' });
    });
    const delivering = rig.deliver();
    await until(() => isPlanning);

    const answered = await annul('c1');
    answer();
    await delivering;

    expect(answered.outcome).toBe('annulled');
    expect(rig.erp.amounts()).toEqual(['2']);
    expect(await rig.message('c1')).toMatchObject({ state: 'annulled', parts: [] });
  });

  it('whose intent is written comes too late, and the posting is left alone', async () => {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will({ answerAfterMs: 1_000 });
    const delivering = rig.deliver();
    await until(() => rig.erp.requests.length === 1);

    expect(await annul('c1')).toEqual({ outcome: 'tooLate', state: 'posting' });

    await rig.clockWaits();
    await rig.clock.advance(1_000);
    await delivering;

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['1']);
  });

  it('leaves either an annulled message or a posted one, when workers and reversals race', async () => {
    const senders = Array.from({ length: 40 }, (_, index) => `race-${index}`);
    for (const sender of senders) {
      await rig.accept(sender, { amount: sender }, { laneKey: sender });
      await acceptWaitingReversal(`rev-${sender}`, sender);
    }
    const ids = new Map(await Promise.all(senders.map(async (sender) => [sender, { it: (await rig.message(sender)).messageId, by: (await rig.message(`rev-${sender}`)).messageId }] as const)));
    const pool = openPool(rig.database.settings);
    const relations = new MessageRelations({ pool, clock: rig.clock });

    const [answers] = await Promise.all([
      Promise.all(senders.map((sender) => relations.annul(ids.get(sender)!.it, { messageId: ids.get(sender)!.by, note: 'race' }))),
      rig.deliver(), rig.deliver(rig.anotherEngine()),
    ]);
    await pool.end();
    await rig.deliver();

    const annulled = senders.filter((_, index) => answers[index].outcome === 'annulled');
    expect([...rig.erp.amounts()].sort()).toEqual(senders.filter((sender) => !annulled.includes(sender)).sort());
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 81, posted: 40 - annulled.length, annulled: annulled.length, open: 41 });
  });
});

/** A transaction of the test plays the worker, so that the annulment has to wait for its locks. */
describe('an annulment that waits for a worker\'s write', () => {
  let rig: DeliveryRig;
  let worker: pg.PoolClient;
  let target: string;
  let annulling: Promise<Annulment>;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    target = (await rig.accept('c1')).messageId;
    const reversal = await rig.acceptReversal('rev-1', 'c1');
    worker = await rig.database.pool.connect();
    await worker.query(`begin`);
    await worker.query(`select from messaging.lane where lane_key = 'A' for update`);
    annulling = rig.relations.annul(target, { messageId: reversal, note: 'annulled by rev-1' });
    await until(async () => (await rig.database.pool.query(`select from pg_locks where not granted and database = (select oid from pg_database where datname = current_database()) or not granted and locktype = 'transactionid'`)).rowCount);
  });
  afterEach(async () => {
    worker.release();
    await rig.close();
  });
  const writes = async (state: string): Promise<void> => {
    await worker.query(`update messaging.message set state = $2 where message_id = $1`, [target, state]);
    await worker.query(`insert into messaging.payload (hash, body) values ('h', '{}')`);
    await worker.query(`insert into messaging.message_part (message_id, part_no, part_id, payload_hash, reference, state) values ($1, 1, 'confirmation', 'h', gen_random_uuid(), 'posting')`, [target]);
    await worker.query('commit');
  };

  it('sees the intent that was written meanwhile', async () => {
    await writes('posting');

    expect(await annulling).toEqual({ outcome: 'tooLate', state: 'posting' });
  });

  it('sees a part in doubt also when the state would allow it', async () => {
    await writes('parked');

    expect(await annulling).toEqual({ outcome: 'tooLate', state: 'parked' });
  });
});
