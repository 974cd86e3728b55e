import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException } from '@plantway/canonical';
import { until } from '@plantway/testing';
import { BulkDesk } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('the desk', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const actionOn = async (senderId: string): Promise<{ siteId: string; messageId: string; actor: string; reason: string }> => ({ siteId: SITE, messageId: (await rig.message(senderId)).messageId, actor: 'anna', reason: 'counted twice' });

  async function parkedMessage(): Promise<void> {
    await rig.accept('c1');
    rig.flow.plans.set('c1', () => { throw new BusinessException('ORDER_CLOSED', 'work order WO-1 is closed'); });
    await rig.deliver();
  }

  it('lets one of two people win who act at the same moment', async () => {
    await parkedMessage();
    const action = { ...(await actionOn('c1')), expectedState: 'parked' } as const;

    const results = await Promise.allSettled([rig.desk.discard(action), rig.desk.resubmit(action), rig.desk.discard(action), rig.desk.resubmit(action)]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(results.filter(({ status }) => status === 'rejected').map((result) => (result as PromiseRejectedResult).reason.code)).toEqual(Array.from({ length: 3 }, () => 'MESSAGE_STATE_CONFLICT'));
    expect((await rig.message('c1')).actions).toHaveLength(1);
  });

  it('refuses an action upon a state that the person has not seen', async () => {
    await parkedMessage();
    const action = await actionOn('c1');
    await rig.desk.resubmit(action);

    await expect(rig.desk.discard({ ...action, expectedState: 'parked' })).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state: 'accepted' } });
  });

  it('finds no message of another site', async () => {
    await parkedMessage();

    await expect(rig.desk.resubmit({ ...(await actionOn('c1')), siteId: 'CHI1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('touches nothing that is posted', async () => {
    await rig.accept('c1');
    await rig.deliver();

    await expect(actionOn('c1').then((action) => rig.desk.discard(action))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
    await expect(actionOn('c1').then((action) => rig.desk.resubmit(action))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
  });

  it('does not discard a message of which one part stands in the ERP', async () => {
    await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
    rig.erp.will('answer', { refuse: 'OVER_TOLERANCE' });
    await rig.deliver();

    await expect(actionOn('c1').then((action) => rig.desk.discard(action))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
    expect(await rig.message('c1')).toMatchObject({ state: 'parked', erp: { documents: [{ number: '1000' }] } });
  });

  it('discards a message in the middle of its lane, and the one before keeps its place', async () => {
    await parkedMessage();
    await rig.accept('c2');
    await rig.accept('c3');

    await rig.desk.discard(await actionOn('c2'));
    await rig.deliver();

    expect(await rig.state('c1')).toBe('parked');
    expect(await rig.state('c2')).toBe('discarded');
    expect(await rig.state('c3')).toBe('accepted');
    expect(await rig.eventTypes('c2')).toEqual(['message.accepted.v1', 'message.discarded.v1']);
  });

  it('discards a message while a worker plans it: the worker sends nothing, and the lane goes on at once', async () => {
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

    await rig.desk.discard(await actionOn('c1'));
    answer();
    await delivering;

    expect(rig.erp.amounts()).toEqual(['2']);
    expect(await rig.state('c1')).toBe('discarded');
  });

  it('tells with the event what the message became', async () => {
    await parkedMessage();
    await rig.desk.discard(await actionOn('c1'));

    const { rows: [event] } = await rig.database.pool.query(`select data from events.event_log where type = 'message.discarded.v1'`);
    expect(event.data).toMatchObject({ state: 'discarded', note: 'counted twice', senderId: 'c1' });
  });

  it('says what it has tried again when the database fails in the middle of many', async () => {
    for (const id of ['m1', 'm2', 'm3']) {
      rig.erp.will({ refuse: 'OVER_TOLERANCE' });
      await rig.accept(id, undefined, { laneKey: `lane ${id}` });
      await rig.deliver();
    }
    const [first, second, third] = await Promise.all(['m1', 'm2', 'm3'].map(async (id) => (await rig.message(id)).messageId));
    await rig.database.pool.query(`
      create function messaging.fail() returns trigger language plpgsql as $$ begin raise exception 'disk full'; end $$;
      create trigger fails before insert on messaging.message_action for each row when (new.message_id = '${second}') execute function messaging.fail()`);
    const bulk = new BulkDesk(rig.database.pool, rig.clock, rig.desk);
    const request = { siteId: SITE, actor: 'anna', actorRole: 'supervisor', correlationId: 'journey-9', reason: 'released', filter: {}, cap: 10, mayDecide: () => true };

    expect(await bulk.resubmit(request)).toEqual({
      resubmitted: 1, refused: 2,
      items: [
        { messageId: first, outcome: 'resubmitted', state: 'accepted' },
        { messageId: second, outcome: 'refused', code: 'DATABASE_UNAVAILABLE', why: expect.stringContaining('look whether it was') },
        { messageId: third, outcome: 'refused', code: 'DATABASE_UNAVAILABLE', why: expect.stringContaining('not tried again') },
      ],
    });
    await expect(bulk.resubmit(request)).rejects.toThrow('disk full'); // nothing was done: the caller hears of it
  });
});
