import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ExecutionEffect } from '@plantway/ports';
import { DeliveryRig, SITE } from './delivery-rig.js';
import { FaultyPool } from './faulty-pool.js';

const hold = (holdId: string): ExecutionEffect => ({ effect: 'place_hold', data: { holdId, scope: { type: 'workOrder', workOrderId: 'WO-1' }, reason: 'to be inspected', placedAt: '2026-11-22T07:00:00.000Z' } });
const release = (holdId: string): ExecutionEffect => ({ effect: 'release_hold', data: { holdId, releasedAt: '2026-11-22T07:30:00.000Z' } });
const UNKNOWN: ExecutionEffect = { effect: 'nobody_does_this', data: {} };

describe('what the gateway keeps of a message', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const holds = async (): Promise<readonly string[]> =>
    (await rig.database.pool.query<{ hold: string }>(`select hold_id || case when released_at is null then '' else ' released' end as hold from execution.quality_hold order by position`)).rows.map(({ hold: text }) => text);
  const toldOf = async (type: string): Promise<number> => (await rig.database.pool.query('select from events.event_log where type = $1', [type])).rowCount ?? 0;

  it('of its acceptance is undone when a person discards it: what was decided of a lot counts no more, a hold stands', async () => {
    const { messageId } = await rig.accept('c1', undefined, { effects: [hold('H-1'), { effect: 'decide_lot', data: { itemId: 'RM-1', lotId: 'L-7', isGood: false } }] });
    await rig.accept('c2', undefined, { effects: [{ effect: 'decide_lot', data: { itemId: 'RM-1', lotId: 'L-8', isGood: false } }] });
    await rig.desk.discard({ siteId: SITE, messageId, actor: 'anna', reason: 'the wrong lot' });

    expect((await rig.database.pool.query('select lot_id from execution.lot_decision')).rows).toEqual([{ lot_id: 'L-8' }]);
    expect(await holds()).toEqual(['H-1']);
  });

  describe('when it is accepted', () => {
    it('stands at once, with its event, before anything is delivered', async () => {
      await rig.accept('c1', undefined, { effects: [hold('H-1'), hold('H-2')], events: [{ type: 'quality.hold-placed.v1', subject: 'H-1', data: { holdId: 'H-1' } }] });

      expect(await holds()).toEqual(['H-1', 'H-2']);
      const { rows } = await rig.database.pool.query(`select type, site_id, subject, correlation_id, causation_id, data from events.event_log order by insertion_id`);
      const { messageId } = await rig.message('c1');
      expect(rows).toEqual([
        expect.objectContaining({ type: 'message.accepted.v1', subject: messageId }),
        { type: 'quality.hold-placed.v1', site_id: SITE, subject: 'H-1', correlation_id: 'journey-of-c1', causation_id: messageId, data: { holdId: 'H-1' } },
      ]);
    });

    it('is not written again when the message comes again', async () => {
      const more = { effects: [hold('H-1')], events: [{ type: 'quality.hold-placed.v1', subject: 'H-1', data: {} }] };
      await rig.accept('c1', undefined, more);
      await rig.database.pool.query('delete from execution.quality_hold');

      expect((await rig.accept('c1', undefined, more)).outcome).toBe('replayed');

      expect(await holds()).toEqual([]);
      expect(await toldOf('quality.hold-placed.v1')).toBe(1);
    });

    it('belongs to the messages of its row only, when several are stored by one statement', async () => {
      const accepted = await Promise.all(['c1', 'c2', 'c3'].map((senderId) => rig.accept(senderId, undefined, { laneKey: senderId, ...(senderId === 'c2' ? { effects: [hold('H-2')] } : {}) })));

      const { rows } = await rig.database.pool.query('select placed_by_message_id from execution.quality_hold');
      expect(rows).toEqual([{ placed_by_message_id: accepted[1].messageId }]);
    });

    it('is a defect of ours when nobody knows how to keep it: nothing is stored, and the others of its statement are', async () => {
      const results = await Promise.allSettled([rig.accept('c1', undefined, { effects: [hold('H-1')] }), rig.accept('c2', undefined, { laneKey: 'B', effects: [UNKNOWN] }), rig.accept('c3', undefined, { laneKey: 'C' })]);

      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ code: 'INTERNAL_ERROR' });
      expect(await holds()).toEqual(['H-1']);
      expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 2 });
    });
  });

  describe('when it is finished', () => {
    it('stands with the end of a message that sends nothing', async () => {
      await rig.accept('c1', undefined, { effects: [hold('H-1')] });
      rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'only the gateway held it', effects: [release('H-1')] }));

      await rig.deliver();

      expect(await rig.state('c1')).toBe('posted');
      expect(await holds()).toEqual(['H-1 released']);
    });

    it('stands with the last part of a message, not before', async () => {
      await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
      rig.flow.keeps = () => [hold('H-1')];
      rig.erp.will('answer', { retryAfterMs: 60_000 });
      await rig.deliver();
      const between = await holds();

      await rig.after(120_000);

      expect(between).toEqual([]);
      expect(await rig.state('c1')).toBe('posted');
      expect(await holds()).toEqual(['H-1']);
    });

    it('stands when the answer was lost and read back', async () => {
      await rig.accept('c1');
      rig.flow.keeps = () => [hold('H-1')];
      rig.erp.will('commitAndFail');
      await rig.deliver();

      await rig.after(30_000);

      expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
      expect(await holds()).toEqual(['H-1']);
    });

    it('stands when a refusal means that it was done before', async () => {
      await rig.accept('c1', { amount: '4' });
      rig.flow.keeps = () => [hold('H-1')];
      rig.erp.will({ refuse: 'ORDER_ALREADY_RELEASED' });
      rig.flow.decides = ({ part, reference }) => ({ decision: 'stands', receipt: { reference: reference!, backend: 'scripted', documents: [{ type: 'confirmation', number: '7' }], postedAt: '2026-11-22T08:00:00.000Z', quantities: { yield: { value: (part!.payload as { amount: string }).amount, unit: 'H87' } } } as never, note: 'found' });

      await rig.deliver();

      expect(await rig.state('c1')).toBe('posted');
      expect(await holds()).toEqual(['H-1']);
    });

    it('stands once, although the worker never hears that it was written', async () => {
      const pool = new FaultyPool(rig.database.pool, (name, before) => (name === 'write-fenced' && before === 1 ? { failsAfter: new Error('Connection terminated unexpectedly') } : 'pass'));
      await rig.accept('c1');
      rig.flow.keeps = () => [hold('H-1')];
      const delivering = rig.deliver(rig.anotherEngine({ pool: pool.asPool() }));
      await rig.clockWaits();
      await rig.clock.advance(250);
      await delivering;

      expect(await rig.state('c1')).toBe('posted');
      expect(await holds()).toEqual(['H-1']);
    });
  });

  describe('when it cannot be kept', () => {
    it.each([
      ['nobody knows how', () => [UNKNOWN]],
      ['the flow fails to say what it is', () => { throw new Error('boom'); }],
    ] as const)('because %s, a posted message goes to a person with its receipt; it is never sent again, and posted when that is repaired', async (_name, keeps) => {
      await rig.accept('c1');
      await rig.accept('c2', { amount: '2' });
      rig.flow.keeps = keeps;
      await rig.deliver();

      expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT' }, parts: [{ state: 'posted', receipt: { documents: [{ number: '1000' }] } }], attempts: [{ outcome: 'posted' }] });
      expect(await rig.state('c2')).toBe('accepted');

      rig.flow.keeps = () => [hold('H-1')];
      await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
      await rig.deliver();

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.amounts()).toEqual(['10', '2']);
      expect(await holds()).toEqual(['H-1']);
    });

    it('a message that sends nothing goes to a person, and nothing of its end is written', async () => {
      await rig.accept('c1');
      rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'done', events: [{ type: 'quality.hold-released.v1', subject: 'H-1', data: {} }], effects: [UNKNOWN] }));

      await rig.deliver();

      expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT' } });
      expect(await toldOf('quality.hold-released.v1')).toBe(0);
    });
  });
});
