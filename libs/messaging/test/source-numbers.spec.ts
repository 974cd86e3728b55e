import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, messageError } from '@plantway/canonical';
import { messageSettledKey, type DeliveryPlan, type SourceNumbering } from '@plantway/ports';
import { DeliveryRig, SITE } from './delivery-rig.js';

const OVERTAKEN = messageError('SEQUENCE_OVERTAKEN', 'number 3 goes first');

describe('numbers of a source system', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const numbered = (senderId: string, sourceSequence: number, more: object = {}) => rig.accept(senderId, { amount: senderId }, { sourceSequence, ...more });
  const idOf = async (senderId: string): Promise<string> => (await rig.message(senderId)).messageId;
  const placeOf = async (senderId: string, numbering: SourceNumbering = { scope: 'operation', startsAt: 1 }) => rig.relations.placeInSequence(await idOf(senderId), numbering);

  it('are those of one operation and source, whatever became of the messages', async () => {
    await numbered('1', 1);
    await numbered('of another system', 3, { sourceSystem: 'paper' });
    await numbered('of another operation', 3, { search: { workOrderId: 'WO-1', operationId: '0020', lotIds: [], serialNumbers: [] } });
    await rig.accept('without');
    await numbered('4', 4);

    expect(await placeOf('4')).toEqual({ number: 4, below: 1, askedAt: rig.clock.now().toISOString() });
    expect(await placeOf('without')).toBeUndefined();
  });

  it('have a twin in the one that was accepted first, unless that was discarded', async () => {
    await numbered('first', 1);
    await numbered('second', 1);

    expect(await placeOf('first')).not.toHaveProperty('twin');
    expect(await placeOf('second')).toMatchObject({ twin: { senderId: 'first', kind: 'productionConfirmation', state: 'accepted', number: 1 } });

    rig.flow.plans.set('first', () => { throw new BusinessException('LOT_UNKNOWN', 'no lot'); });
    await rig.deliver();
    await rig.desk.discard({ siteId: SITE, messageId: await idOf('first'), actor: 'anna', reason: 'sent twice' });
    expect(await placeOf('second')).not.toHaveProperty('twin');
    await rig.deliver();
  });

  it('let what comes later and counts less pass within the lane, and nothing else', async () => {
    await numbered('4', 4);
    await numbered('5', 5);
    await numbered('3', 3);
    await numbered('2 of another lane', 2, { laneKey: 'B' });

    expect(await placeOf('4')).toMatchObject({ below: 3, behind: { senderId: '3' } });
    expect(await placeOf('3')).not.toHaveProperty('behind');

    expect(await rig.relations.letPass(await idOf('4'), OVERTAKEN)).toBe(true);
    expect(await rig.message('4')).toMatchObject({ state: 'waiting', error: { code: 'SEQUENCE_OVERTAKEN' }, behindMessageId: await idOf('5') });
    expect(await rig.eventTypes('4')).toEqual(['message.accepted.v1', 'message.waiting.v1']);
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual(expect.arrayContaining(['5', '3', '4', '2 of another lane']));
    expect(rig.erp.amounts().filter((amount) => amount !== '2 of another lane')).toEqual(['5', '3', '4']);
  });

  it('do not let anything pass that is on its way, posted in part, or with a person', async () => {
    await rig.accept('parts', { amount: '1', parts: ['a', 'b'] });
    rig.erp.will('answer', { refuse: 'OVER_TOLERANCE' });
    await rig.accept('next', { amount: '2' });
    await rig.deliver();

    expect(await rig.relations.letPass(await idOf('parts'), OVERTAKEN)).toBe(false);
    await rig.deliver();
    expect(await rig.state('next')).toBe('accepted');
  });

  it('do not set a lane going at whose head a message waits for a second person, whoever slept while he planned the one behind', async () => {
    const asks: DeliveryPlan = { decision: 'approve', error: messageError('APPROVAL_NEEDED') };
    await rig.accept('first', { amount: '90' });
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
    const first = { siteId: SITE, messageId: await idOf('first'), actor: 'anna', reason: 'the line goes on' };
    await rig.desk.stepAside(first);
    await numbered('4', 4);
    await numbered('3', 3);
    rig.flow.plans.set('4', () => ({ decision: 'wait', condition: { key: 'k', error: messageError('PREDECESSOR_OPEN') } }));
    await rig.deliver(); // and here a worker that has planned 4 falls asleep
    await rig.desk.resubmit(first);
    expect(await rig.relations.letPass(await idOf('4'), OVERTAKEN)).toBe(false); // nor before one that is to be looked at
    rig.flow.plans.set('first', () => asks);
    await rig.deliver();
    expect(await rig.state('first')).toBe('awaitingApproval');

    expect(await rig.relations.letPass(await idOf('4'), OVERTAKEN)).toBe(false);

    rig.flow.plans.delete('first');
    rig.flow.plans.delete('4');
    await rig.after(3_600_000);
    expect(await rig.state('first')).toBe('awaitingApproval');
    expect(rig.erp.amounts()).toEqual([]);
  });

  it('end the lease of the lane, so that a worker who planned the message meanwhile sends nothing of it', async () => {
    await numbered('4', 4);
    await numbered('3', 3);
    let passed = false;
    rig.flow.plans.set('4', async () => {
      if (!passed) await rig.relations.letPass(await idOf('4'), OVERTAKEN);
      passed = true;
      return rig.flow.sends({ amount: '4' });
    });
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['3', '4']);
  });

  it('show for what the head of a lane waits', async () => {
    rig.flow.plans.set('4', () => ({ decision: 'wait', condition: { key: 'k', error: messageError('PREDECESSOR_OPEN') } }));
    await numbered('4', 4);
    await numbered('5', 5);
    await rig.deliver();

    const head = { headId: await idOf('4'), headSenderId: '4', headKind: 'productionConfirmation', headState: 'waiting', waitingFor: 'k' };
    expect([await rig.relations.standstillOf({ messageId: await idOf('5') }), await rig.relations.standstillOf({ laneKey: 'A' })]).toEqual([head, head]);
    expect(await rig.relations.standstillOf({ laneKey: 'nobody' })).toBeUndefined();
    expect(messageSettledKey('x')).toBe('message:x');
  });

  it('are those of a whole order or site where they are counted so: the gap that was noticed last stands before whatever is above it', async () => {
    await numbered('a', 1, { search: { workOrderId: 'WO-1', operationId: '0010', lotIds: [], serialNumbers: [] } });
    await numbered('b', 4, { search: { workOrderId: 'WO-2', operationId: '0010', lotIds: [], serialNumbers: [] } });
    await numbered('c', 5, { search: { workOrderId: 'WO-1', operationId: '0020', lotIds: [], serialNumbers: [] } });

    expect(await placeOf('c', { scope: 'site', startsAt: 'any' })).toMatchObject({ number: 5, below: 4, gap: { from: 2, to: 3 } });
    expect(await placeOf('c', { scope: 'workOrder', startsAt: 'any' })).toMatchObject({ number: 5, below: 1, gap: { from: 2, to: 4 } });
    expect(await placeOf('b', { scope: 'workOrder', startsAt: 1 })).toMatchObject({ number: 4, below: 0, gap: { from: 1, to: 3 } });
    expect(await placeOf('b', { scope: 'workOrder', startsAt: 'any' })).not.toHaveProperty('gap');
    expect(await placeOf('a', { scope: 'site', startsAt: 1 })).not.toHaveProperty('gap');
  });
});
