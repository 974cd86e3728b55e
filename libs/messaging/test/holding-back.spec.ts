import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError, messageError } from '@plantway/canonical';
import type { WaitCondition } from '@plantway/ports';
import { ConditionBell } from '../src/index.js';
import { DeliveryRig } from './delivery-rig.js';

const HELD: WaitCondition = { key: 'hold-1', error: messageError('QUALITY_HOLD', 'hold 1 stands') };

/** What a message was planned upon is not asked again once its plan is fixed; what must hold it back is. */
describe('a message of which the plan is fixed', () => {
  let rig: DeliveryRig;
  let isHeld: boolean;
  /** Parts before which the flow was asked. */
  let asked: string[];
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    isHeld = false;
    asked = [];
    rig.flow.holds = (_message, { partId }) => {
      asked.push(partId);
      return isHeld ? HELD : undefined;
    };
    await rig.accept('c1');
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const released = async (): Promise<void> => {
    isHeld = false;
    await new ConditionBell({ pool: rig.database.pool, clock: rig.clock }).ring(['hold-1']);
    await rig.deliver();
  };

  it('is held back when its request surely had no effect, and is sent under its old reference when the hold is gone', async () => {
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(1);
    isHeld = true;
    await rig.after(30_000);
    await rig.after(15_000);
    await rig.after(1_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD' }, parts: [{ state: 'planned' }] });
    expect(rig.erp.requests).toHaveLength(1);

    await released();

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.requests[1].reference).toBe(rig.erp.requests[0].reference);
    expect(rig.erp.amounts()).toEqual(['10']);
  });

  it('is settled first while it is in doubt: what stands over there is posted, whatever is held', async () => {
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    isHeld = true;

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(asked).toEqual([]);
  });

  it('is held back after it was amended', async () => {
    rig.erp.will({ refuse: 'PERIOD_CLOSED' });
    rig.flow.decides = () => {
      isHeld = true;
      return { decision: 'amend', payload: { amount: '11' }, note: 'amended' };
    };
    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD' } });
    expect(rig.erp.requests).toHaveLength(1);

    await released();

    expect(rig.erp.amounts()).toEqual(['11']);
  });

  it('is held back between two of its parts, and does not send the first one again', async () => {
    await rig.accept('c2', { amount: '20', parts: ['yield', 'scrap'] }, { laneKey: 'B' });
    rig.flow.holds = ({ senderId }) => (senderId === 'c2' && isHeld ? HELD : undefined);
    isHeld = true;
    await rig.deliver();
    const between = await rig.message('c2');
    await released();

    expect(between).toMatchObject({ state: 'waiting', parts: [{ partId: 'yield', state: 'posted' }, { partId: 'scrap', state: 'planned' }] });
    expect(await rig.state('c2')).toBe('posted');
    expect(rig.erp.ledger.map(({ partId }) => partId)).toEqual(['confirmation', 'yield', 'scrap']);
  });

  it('is not asked about right after it was planned', async () => {
    isHeld = true;

    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
    expect(asked).toEqual([]);
  });

  it.each([
    ['tried again when the flow cannot look', () => { throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused'); }, 'retrying', 'ERP_UNAVAILABLE'],
    ['parked when the flow fails over it', () => { throw new Error('no such thing'); }, 'parked', 'FLOW_DEFECT'],
  ])('is %s, and nothing is sent', async (_what, holds, state, code) => {
    rig.erp.will({ refuse: 'PERIOD_CLOSED' });
    rig.flow.decides = () => ({ decision: 'amend', payload: { amount: '11' }, note: 'amended' });
    rig.flow.holds = holds;

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state, error: { code }, parts: [{ state: 'planned' }] });
    expect(rig.erp.requests).toHaveLength(1);
  });
});
