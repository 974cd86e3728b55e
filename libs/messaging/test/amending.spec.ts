import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError, messageError } from '@plantway/canonical';
import { until } from '@plantway/testing';
import { DeliveryRig, SETTINGS, SITE } from './delivery-rig.js';
import { FaultyPool } from './faulty-pool.js';

/** The ERP refuses a part, and the flow knows another form of it that may pass: another posting date. The tests' part has an amount instead. */
describe('a part that is amended after a refusal', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    let amended = 1;
    rig.flow.decides = () => ({ decision: 'amend', payload: { amount: `1${'0'.repeat(amended)}` }, note: `amended ${amended++}` });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const refusal = { refuse: 'PERIOD_CLOSED' } as const;

  it('is sent again at once under the same reference, before whatever is behind it', async () => {
    rig.erp.will(refusal);

    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['10', '2']);
    expect(rig.erp.requests[1].reference).toBe(rig.erp.requests[0].reference);
    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'amended 1', failures: 0, attempts: [{ outcome: 'refused' }, { outcome: 'posted' }] });
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.retrying.v1', 'message.posted.v1']);
  });

  it('keeps both of its forms in the lineage', async () => {
    rig.erp.will(refusal);

    await rig.deliver();

    const shapes = (await rig.reader.lineage(SITE, (await rig.message('c1')).messageId))!;
    expect(shapes.filter(({ shape }) => shape === 'sent').map(({ body }) => body)).toEqual(expect.arrayContaining([{ amount: '1' }, { amount: '10' }]));
    expect(shapes.filter(({ shape }) => shape === 'sent')).toHaveLength(2);
  });

  it('is compared in its last form when its answer is lost', async () => {
    rig.erp.will(refusal, 'commitAndStaySilent');
    await rig.deliverIntoSilence(2);

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'amended 1; recovered' });
    expect(rig.erp.amounts()).toEqual(['10', '2']);
  });

  it('goes to a person when three amendments did not help, and counts anew when that one resubmits it', async () => {
    rig.erp.will(refusal, refusal, refusal, refusal);

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', note: 'amended 1; amended 2; amended 3', error: { code: 'PERIOD_CLOSED' } });
    expect(rig.erp.requests).toHaveLength(4);

    rig.erp.will(refusal);
    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
  });

  it('is the one that was refused: parts that stand are left alone', async () => {
    await rig.accept('two parts', { amount: '3', parts: ['yield', 'scrap'] }, { laneKey: 'B' });
    rig.erp.will('answer', 'answer');
    await rig.deliver();
    rig.erp.ledger.length = 0;
    await rig.accept('two more', { amount: '4', parts: ['yield', 'scrap'] }, { laneKey: 'C' });
    rig.erp.will('answer', refusal);

    await rig.deliver();

    expect(rig.erp.ledger.map(({ partId, amount }) => [partId, amount])).toEqual([['yield', '4'], ['scrap', '10']]);
  });

  it('was planned: a plan that is refused cannot be amended', async () => {
    rig.flow.plans.set('c1', () => { throw new BusinessException('PERIOD_CLOSED', 'closed'); });

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'PERIOD_CLOSED' }, parts: [] });
  });
});

describe('a flow that has to read before it knows what a refusal means', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
    rig.erp.will({ refuse: 'PERIOD_CLOSED' });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('is told which part was refused, and why', async () => {
    let told: unknown;
    rig.flow.decides = (refusal) => {
      told = refusal;
      return { decision: 'park', error: messageError(refusal.code, refusal.reason) };
    };

    await rig.deliver();

    expect(told).toEqual({ part: { partId: 'confirmation', payload: { amount: '1' } }, reference: rig.erp.requests[0].reference, code: 'PERIOD_CLOSED', reason: 'the ERP says PERIOD_CLOSED' });
  });

  it('has the message tried again when it cannot read', async () => {
    rig.flow.decides = () => { throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused'); };

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', failures: 1, error: { code: 'ERP_UNAVAILABLE' }, parts: [{ state: 'planned' }], attempts: [{ outcome: 'refused' }] });

    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('has the message tried again when it gets no answer', async () => {
    rig.flow.decides = () => new Promise(() => undefined);
    const delivering = rig.deliver();
    await rig.clockWaits();

    await rig.clock.advance(5_500);
    await delivering;

    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', parts: [{ state: 'planned' }] });
  });

  it('has a full lease for it, however long the refusal took', async () => {
    await rig.close();
    rig = await DeliveryRig.open({ ...SETTINGS, leaseMs: 6_000 });
    await rig.accept('c1', { amount: '1' });
    let plans = 0;
    let isReading = false;
    rig.flow.plans.set('c1', async () => {
      plans += 1;
      await rig.clock.sleep(4_000);
      throw new BusinessException('PERIOD_CLOSED', 'closed');
    });
    rig.flow.decides = async ({ code, reason }) => {
      isReading = true;
      await rig.clock.sleep(4_000);
      return { decision: 'park', error: messageError(code, reason) };
    };
    const delivering = rig.deliver();
    await rig.clockWaits();
    await rig.clock.advance(4_000);
    await until(() => isReading);
    await rig.clock.advance(3_000);

    expect(await rig.anotherEngine().runOnce()).toBe(0);

    await rig.clock.advance(1_000);
    await delivering;

    expect(await rig.state('c1')).toBe('parked');
    expect(plans).toBe(1);
  });

  it('is asked again when the worker ends before it has decided: the part is sent, and refused, once more', async () => {
    rig.erp.will({ refuse: 'PERIOD_CLOSED' });
    rig.flow.decides = () => ({ decision: 'amend', payload: { amount: '11' }, note: 'amended' });
    const pool = new FaultyPool(rig.database.pool, (name, before) => (name === 'write-fenced' && before === 2 ? 'dieBefore' : 'pass'));
    void rig.anotherEngine({ pool: pool.asPool(), immortal: false }).runOnce();
    await until(() => pool.dead && pool.inFlight === 0);
    expect(await rig.message('c1')).toMatchObject({ state: 'posting', parts: [{ state: 'planned' }], attempts: [{ outcome: 'refused' }] });

    await rig.after(20_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'amended', attempts: [{ outcome: 'refused' }, { outcome: 'refused' }, { outcome: 'posted' }] });
    expect(rig.erp.readBacks).toEqual([]);
  });
});
