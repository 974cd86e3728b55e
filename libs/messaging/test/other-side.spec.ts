import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DefectError, OutcomeUnknownError, TechnicalRetryableError } from '@plantway/canonical';
import { MES_SIDE } from '@plantway/ports';
import { until } from '@plantway/testing';
import { DeliveryRig } from './delivery-rig.js';
import { ScriptedFlow, type Deed } from './scripted-erp.js';

/** Job orders go to the MES: people must not look for their faults in the ERP. */
describe('a message for another side than the ERP', () => {
  let rig: DeliveryRig;
  let messages: DispatchFlow;
  class DispatchFlow extends ScriptedFlow {
    readonly otherSide = MES_SIDE;
  }
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    messages = new DispatchFlow(rig.erp, 'jobOrderDispatch');
    await rig.accept('d1', { amount: '10' }, { kind: 'jobOrderDispatch' });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const deliver = (): Promise<void> => rig.deliver(rig.anotherEngine({ flows: [messages] }));
  const error = async (): Promise<unknown> => (await rig.message('d1')).error;

  it.each<[string, Deed]>([
    ['ends in an error of the network', 'commitAndFail'],
    ['brings an answer without a document', 'answerNothing'],
    ['brings an answer of another reference', 'answerOtherReference'],
    ['brings an answer with other quantities', 'answerOtherAmount'],
  ])('whose send %s is in doubt over there', async (_, deed) => {
    rig.erp.will(deed);

    await deliver();

    expect(await error()).toMatchObject({ code: 'MES_ANSWER_LOST', kind: 'inDoubt', owner: 'mes', reason: expect.not.stringContaining('ERP') });
  });

  it.each([
    ['a lost answer', new OutcomeUnknownError('MES_ANSWER_LOST', 'no answer'), { code: 'MES_ANSWER_LOST', reason: 'no answer' }],
    ['a broken contract', new DefectError('MES_CONTRACT_BROKEN', 'no version', { effect: 'unknown' }), { code: 'MES_CONTRACT_BROKEN', reason: 'no version' }],
  ])('keeps the name of %s, and is in doubt', async (_, thrown, words) => {
    rig.erp.will({ throws: thrown });

    await deliver();

    expect(await rig.state('d1')).toBe('inDoubt');
    expect(await error()).toMatchObject({ ...words, kind: 'inDoubt' });
  });

  it('is read back, and sent again, in its words', async () => {
    rig.erp.will({ throws: new OutcomeUnknownError('MES_ANSWER_LOST', 'no answer') }, 'unavailable');
    await deliver();
    rig.erp.unreadable = new Error('socket hang up');
    await rig.clock.advance(30_000);
    await deliver();

    expect(await error()).toMatchObject({ code: 'MES_ANSWER_LOST', reason: expect.stringMatching(/and the MES could not be asked for it: The MES cannot be reached. socket hang up/) });

    rig.erp.unreadable = undefined;
    await rig.clock.advance(15_000);
    await deliver();
    await rig.clock.advance(15_000);
    await deliver();

    expect(await rig.state('d1')).toBe('retrying');
    expect(await error()).toMatchObject({ code: 'MES_ANSWER_LOST', reason: expect.stringMatching(/^The MES was asked 2 times/) });
  });

  it('that nobody heard of again is in doubt over there', async () => {
    rig.erp.will('staySilent');
    const dying = rig.anotherEngine({ flows: [messages], immortal: false });
    void dying.runOnce();
    await until(() => rig.erp.requests.length === 1);
    await rig.clock.advance(20_000);

    await deliver();

    expect(await error()).toMatchObject({ code: 'MES_ANSWER_LOST', reason: expect.stringContaining('The worker') });
  });

  it('of which several stand there goes to a person in its words', async () => {
    rig.erp.will('commitTwiceAndStaySilent');
    const delivering = deliver();
    await until(() => rig.erp.requests.length === 1);
    await rig.clock.advance(5_000);
    await delivering;
    await rig.clock.advance(30_000);

    await deliver();

    expect(await error()).toMatchObject({ code: 'DOUBT_SEVERAL_DOCUMENTS', reason: expect.stringMatching(/^The MES has 2 documents/) });
  });

  it('whose plan gets no answer is told as a side that cannot be reached', async () => {
    messages.plans.set('d1', () => { throw new OutcomeUnknownError('MES_ANSWER_LOST', 'no answer'); });

    await deliver();

    expect(await rig.message('d1')).toMatchObject({ state: 'retrying', error: { code: 'MES_UNAVAILABLE', kind: 'technical' } });
  });

  it('whose plan fails with a code of its own keeps it', async () => {
    messages.plans.set('d1', () => { throw new TechnicalRetryableError('MES_THROTTLED', 'slower'); });

    await deliver();

    expect(await rig.message('d1')).toMatchObject({ state: 'retrying', error: { code: 'MES_THROTTLED' } });
  });
});
