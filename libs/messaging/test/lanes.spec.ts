import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, DefectError, MappingError, messageError } from '@plantway/canonical';
import { DeliveryRig, SITE } from './delivery-rig.js';

describe('lanes', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const orderA10 = { laneKey: 'A-10' };
  const orderB10 = { laneKey: 'B-10' };
  const orderA20 = { laneKey: 'A-20' };

  /** Worked example 9 without its reversal: A1 A2 (order A, operation 10), B1 (order B), A3 (order A, operation 20). */
  async function example9(): Promise<void> {
    await rig.accept('A1', { amount: '1' }, orderA10);
    await rig.accept('A2', { amount: '2' }, orderA10);
    await rig.accept('B1', { amount: '3' }, orderB10);
    await rig.accept('A3', { amount: '4' }, orderA20);
    rig.flow.plans.set('A1', () => { throw new BusinessException('LOT_UNKNOWN', 'the ERP has no lot L-9'); });
    rig.flow.plans.set('A3', () => rig.erp.amounts().includes('2') ? rig.flow.sends({ amount: '4' }) : { decision: 'wait', condition: { key: 'operation-yield:A:10', error: messageError('PREDECESSOR_OPEN') } });
    rig.flow.fulfilled.set('A2', ['operation-yield:A:10']);
  }

  it('are stopped one by one: a parked message holds what is behind it, another order goes on, another operation waits for its yield', async () => {
    await example9();

    await rig.deliver();

    expect(await rig.message('A1')).toMatchObject({ state: 'parked', error: { code: 'LOT_UNKNOWN', owner: 'supervisor', reason: 'the ERP has no lot L-9' } });
    expect(await rig.message('A2')).toMatchObject({ state: 'accepted', behindMessageId: (await rig.message('A1')).messageId });
    expect(await rig.message('A3')).toMatchObject({ state: 'waiting', error: { code: 'PREDECESSOR_OPEN', unblockCondition: 'the operation before it has confirmed enough yield' } });
    expect(rig.erp.amounts()).toEqual(['3']);
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 4, posted: 1, open: 3, discarded: 0, annulled: 0 });
  });

  it('go on when a person discards what stopped them, and the posted message wakes the one that waits, without any time going by', async () => {
    await example9();
    await rig.deliver();

    await rig.desk.discard({ siteId: SITE, messageId: (await rig.message('A1')).messageId, actor: 'anna', reason: 'reported twice by hand' });
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['3', '2', '4']);
    expect(await rig.message('A1')).toMatchObject({ state: 'discarded', note: 'reported twice by hand', actions: [{ action: 'discard', actor: 'anna', reason: 'reported twice by hand', fromState: 'parked', toState: 'discarded' }] });
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 4, posted: 3, open: 0, discarded: 1, annulled: 0 });
  });

  it('keep the place of a message that is resubmitted', async () => {
    await example9();
    await rig.deliver();
    rig.flow.plans.delete('A1');

    const state = await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('A1')).messageId, actor: 'anna', reason: 'lot was created' });
    await rig.deliver();

    expect(state).toBe('accepted');
    expect(rig.erp.amounts()).toEqual(['3', '1', '2', '4']);
    expect(await rig.eventTypes('A1')).toEqual(['message.accepted.v1', 'message.parked.v1', 'message.resubmitted.v1', 'message.posted.v1']);
  });

  it('look for a condition at the recheck interval although nobody wakes them', async () => {
    await rig.accept('A3', { amount: '4' }, orderA20);
    let isMet = false;
    rig.flow.plans.set('A3', () => isMet ? rig.flow.sends({ amount: '4' }) : { decision: 'wait', condition: { key: 'period:2026-12', error: messageError('PERIOD_NOT_OPEN_YET') } });
    await rig.deliver();
    isMet = true;

    await rig.after(59_999);

    expect(await rig.state('A3')).toBe('waiting');

    await rig.after(1);

    expect(await rig.state('A3')).toBe('posted');
  });

  it('do not miss a condition that is fulfilled between the look and the writing down', async () => {
    await rig.accept('A3', { amount: '4' }, orderA20);
    let looks = 0;
    rig.flow.plans.set('A3', () => {
      looks += 1;
      return looks > 1 ? rig.flow.sends({ amount: '4' }) : { decision: 'wait', condition: { key: 'operation-yield:A:10', error: messageError('PREDECESSOR_OPEN') } };
    });

    await rig.deliver();

    expect(await rig.state('A3')).toBe('posted');
  });

  it('wait or stop over a refusal by the ERP as the flow decides, and send the same reference when they go on', async () => {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will({ refuse: 'PERIOD_NOT_OPEN_YET' }, { refuse: 'PERIOD_NOT_OPEN_YET' }, { refuse: 'OVER_TOLERANCE' });

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'PERIOD_NOT_OPEN_YET' } });
    expect(rig.erp.requests).toHaveLength(2); // once more at once, because the condition is new

    await rig.after(60_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'OVER_TOLERANCE', owner: 'planner' } });

    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    expect(new Set(rig.erp.requests.map(({ reference }) => reference)).size).toBe(1);
  });

  it.each([
    ['a code that has no translation', new MappingError('REASON_UNKNOWN', 'no row for BURR'), 'REASON_UNKNOWN'],
    ['a defect', new DefectError('ERP_ACCESS_REFUSED', 'the key was refused', { effect: 'none' }), 'ERP_ACCESS_REFUSED'],
  ])('stop over %s', async (_name, error, code) => {
    await rig.accept('c1');
    rig.erp.will({ throws: error });

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code } });
    expect(rig.erp.ledger).toEqual([]);
  });

  it.each([
    ['fails', () => { throw new TypeError('cannot read properties of undefined'); }],
    ['plans nothing', () => ({ decision: 'send', parts: [] }) as const],
    ['plans a payload that is no JSON', () => ({ decision: 'send', parts: [{ partId: 'x', payload: { amount: 1n as unknown as string } }] }) as const],
  ])('stop over a flow that %s, and the others go on', async (_name, plan) => {
    await rig.accept('poison', { amount: '1' });
    await rig.accept('healthy', { amount: '2' }, orderB10);
    rig.flow.plans.set('poison', plan);

    await rig.deliver();

    expect(await rig.message('poison')).toMatchObject({ state: 'parked', error: { code: 'FLOW_DEFECT', owner: 'admin' } });
    expect(await rig.state('healthy')).toBe('posted');
  });

  it('go on behind a confirmation whose goods movement failed, which stays open', async () => {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.erp.will('commitAndFollowUp');

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'postedWithFollowUp', error: { code: 'STOCK_SHORT', reason: 'the goods issue failed' } });
    expect(await rig.state('c2')).toBe('posted');
    expect(await rig.reader.accounting(SITE)).toMatchObject({ accepted: 2, posted: 1, open: 1 });
  });

  it('survive texts of the ERP that PostgreSQL cannot keep', async () => {
    await rig.accept('c1');
    rig.erp.will({ throws: new BusinessException('ERP_REFUSED', 'refused: \0 \ud800 end') });

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { reason: 'refused: \u{fffd} \u{fffd} end' } });
  });
});
