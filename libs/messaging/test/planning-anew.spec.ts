import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import { until } from '@plantway/testing';
import { DeliveryRig, SITE } from './delivery-rig.js';
import type { Order } from './scripted-erp.js';

/** What a message is planned upon may change before it gets through: an earlier total is taken back, an order is released. The tests' plan is an amount. */
describe('a message that was planned and of which surely nothing was sent', () => {
  let rig: DeliveryRig;
  let planned: Order;
  let plans: number;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    planned = { amount: '10' };
    plans = 0;
    rig.flow.plans.set('c1', () => {
      plans += 1;
      return rig.flow.sends(planned);
    });
    await rig.accept('c1');
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const sentShapes = async (): Promise<readonly unknown[]> => (await rig.reader.lineage(SITE, (await rig.message('c1')).messageId))!.filter(({ shape }) => shape === 'sent').map(({ body }) => body);

  it.each([
    ['that refuses connections', Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { syscall: 'connect', code: 'ECONNREFUSED' })],
    ['whose connection broke', new Error('Connection terminated unexpectedly')],
  ])('is tried again after a look at a database %s, and nobody is asked', async (_how, away) => {
    let looks = 0;
    rig.flow.plans.set('c1', () => {
      looks += 1;
      if (looks === 1) throw away;
      return rig.flow.sends(planned);
    });
    await rig.accept('c1', planned);
    await rig.deliver();
    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'DATABASE_UNAVAILABLE' } });

    await rig.after(60_000);
    expect(await rig.state('c1')).toBe('posted');
  });

  it('is planned anew when it is tried again: what is sent is what is true then, under the same reference', async () => {
    rig.erp.will('unavailable');
    await rig.deliver();
    planned = { amount: '7' };

    await rig.after(1_000);

    expect(rig.erp.amounts()).toEqual(['7']);
    expect(rig.erp.requests[1].reference).toBe(rig.erp.requests[0].reference);
    expect(await rig.message('c1')).toMatchObject({ state: 'posted', parts: [{ partId: 'confirmation', state: 'posted' }] });
    expect(await sentShapes()).toEqual(expect.arrayContaining([{ amount: '10' }, { amount: '7' }]));
  });

  it('keeps its parts as they are when the plan is the same', async () => {
    rig.erp.will('unavailable', 'unavailable');
    await rig.deliver();
    await rig.after(1_000);
    await rig.after(2_000);

    expect(plans).toBe(3);
    expect(rig.erp.amounts()).toEqual(['10']);
    expect(await sentShapes()).toEqual([{ amount: '10' }]);
  });

  it('is planned once each time that it is looked at', async () => {
    planned = { amount: '10', parts: ['yield', 'scrap'] };

    await rig.deliver();

    expect(plans).toBe(1);
    expect(rig.erp.ledger).toHaveLength(2);
  });

  it('is planned anew after it has waited because of a refusal', async () => {
    rig.erp.will({ refuse: 'ORDER_NOT_RELEASED' });
    rig.flow.decides = ({ code, reason }) => {
      planned = { amount: '7' };
      return { decision: 'wait', condition: { key: 'released', error: messageError(code, reason) } };
    };

    await rig.deliver();

    expect(rig.erp.requests).toHaveLength(2);
    expect(rig.erp.amounts()).toEqual(['7']);
  });

  it('has the parts of the new plan and no others', async () => {
    planned = { amount: '10', parts: ['yield', 'scrap', 'rework'] };
    rig.erp.will('unavailable');
    await rig.deliver();
    planned = { amount: '7', parts: ['scrap', 'yield'] };

    await rig.after(1_000);

    expect(rig.erp.ledger.map(({ partId, amount }) => [partId, amount])).toEqual([['scrap', '7'], ['yield', '7']]);
    const { parts } = await rig.message('c1');
    expect(parts.map(({ partId, state }) => [partId, state])).toEqual([['scrap', 'posted'], ['yield', 'posted']]);
    expect(parts.map(({ reference }) => reference)).toEqual(rig.erp.ledger.map(({ reference }) => reference));
    expect(rig.erp.requests[0].reference).toBe(parts[1].reference);
  });

  it('may turn out to have nothing to send any more', async () => {
    rig.erp.will('unavailable');
    await rig.deliver();
    rig.flow.plans.set('c1', () => ({ decision: 'finish', state: 'posted', note: 'no change' }));

    await rig.after(1_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'no change' });
    expect(rig.erp.ledger).toEqual([]);
  });

  it('may turn out to have to wait', async () => {
    rig.erp.will('unavailable');
    await rig.deliver();
    rig.flow.plans.set('c1', () => ({ decision: 'wait', condition: { key: 'reversal', error: messageError('PREDECESSOR_OPEN') } }));

    await rig.after(1_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'PREDECESSOR_OPEN' } });
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('can be planned anew by a person who resubmits it', async () => {
    rig.erp.will({ refuse: 'LOT_UNKNOWN' });
    await rig.deliver();
    planned = { amount: '7' };

    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['7']);
  });
});

describe('a message of which something may stand', () => {
  let rig: DeliveryRig;
  let planned: Order;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    planned = { amount: '10', parts: ['yield', 'scrap'] };
    rig.flow.plans.set('c1', () => rig.flow.sends(planned));
    await rig.accept('c1');
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  it('keeps its plan when an answer was lost: a send that arrives late must be the same as ours', async () => {
    planned = { amount: '10' };
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(1);
    planned = { amount: '7' };

    await rig.after(30_000);
    await rig.after(15_000);
    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['10']);
  });

  it('keeps its plan when one of its parts is posted', async () => {
    rig.erp.will('answer', 'unavailable');
    await rig.deliver();
    planned = { amount: '7' };

    await rig.after(1_000);

    expect(rig.erp.ledger.map(({ partId, amount }) => [partId, amount])).toEqual([['yield', '10'], ['scrap', '10']]);
  });

  it('keeps what was amended after a refusal', async () => {
    rig.erp.will({ refuse: 'PERIOD_CLOSED' }, 'unavailable');
    rig.flow.decides = () => ({ decision: 'amend', payload: { amount: '11' }, note: 'amended' });
    await rig.deliver();
    planned = { amount: '7', parts: ['yield', 'scrap'] };

    await rig.after(1_000);

    expect(rig.erp.ledger.map(({ amount }) => amount)).toEqual(['11', '10']);
  });

  it('keeps its plan when a worker ended over its send', async () => {
    planned = { amount: '10' };
    rig.erp.will('staySilent');
    void rig.anotherEngine({ immortal: false }).runOnce();
    await until(() => rig.erp.requests.length === 1);
    planned = { amount: '7' };

    await rig.after(20_000);
    await rig.after(10_000);
    await rig.after(15_000);
    await rig.after(1_000);

    expect(rig.erp.amounts()).toEqual(['10']);
  });
});
