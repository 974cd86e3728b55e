import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DefectError, TechnicalRetryableError } from '@plantway/canonical';
import { until } from '@plantway/testing';
import { DeliveryRig, SITE } from './delivery-rig.js';

/** Worked example 10: deadline 5 s, settle 30 s. */
describe('a lost answer', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const second = (at: number): number => Math.round((at - START) / 1000);
  const START = new Date('2026-11-22T08:00:00Z').getTime();

  it('is in doubt at 5 s, and found by the first read-back at 35 s though the ERP committed only at 12 s', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will({ commitAfterMs: 12_000 });

    await rig.deliverIntoSilence(1);

    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', error: { kind: 'inDoubt', code: 'ERP_ANSWER_LOST' }, nextAttemptAt: '2026-11-22T08:00:35.000Z' });

    await rig.after(29_999);

    expect(rig.erp.readBacks).toEqual([]);
    expect(await rig.state('c1')).toBe('inDoubt');

    await rig.after(1);

    expect(rig.erp.readBacks.map(({ at }) => second(at))).toEqual([35]);
    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered', erp: { backend: 'scripted', documents: [{ type: 'confirmation', number: '1000' }] } });
    expect(rig.erp.amounts()).toEqual(['40']);
    expect(rig.erp.requests).toHaveLength(1);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.in-doubt.v1', 'message.posted.v1']);
  });

  it('is sent again under the same reference when both read-backs, at 35 s and 50 s, find nothing', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(1);

    await rig.after(30_000);

    expect(await rig.state('c1')).toBe('inDoubt');
    expect(rig.erp.requests).toHaveLength(1);

    await rig.after(14_999);

    expect(rig.erp.readBacks).toHaveLength(1);

    await rig.after(1);

    expect(rig.erp.readBacks.map(({ at }) => second(at))).toEqual([35, 50]);
    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', failures: 1 });

    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['40']);
    expect(new Set(rig.erp.requests.map(({ reference }) => reference)).size).toBe(1);
  });

  it('is parked with an alarm, its lane stopped, when a read-back finds two documents', async () => {
    await rig.accept('c1', { amount: '40' });
    await rig.accept('c2', { amount: '7' });
    await rig.accept('other', { amount: '5' }, { laneKey: 'B' });
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(2);

    await rig.after(30_000);
    await rig.after(3_600_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_SEVERAL_DOCUMENTS', owner: 'erpTeam' } });
    expect((await rig.message('c1')).nextAttemptAt).toBeUndefined();
    expect(await rig.state('c2')).toBe('accepted');
    expect(await rig.state('other')).toBe('posted');
    expect(await rig.eventTypes('c1')).toContain('message.parked.v1');
  });

  it('is parked with both quantities shown when the document has another one', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will('commitOtherAmountAndStaySilent');
    await rig.deliverIntoSilence(1);

    await rig.after(30_000);

    const { state, error } = await rig.message('c1');
    expect(state).toBe('parked');
    expect(error).toMatchObject({ code: 'DOUBT_DIFFERENT_QUANTITY' });
    expect(error!.reason).toContain('yield 409 H87');
    expect(error!.reason).toContain('"amount":"40"');
  });

  it('stays in doubt with growing pauses while the ERP cannot be asked, and goes to a person after the longest doubt', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    rig.erp.unreadable = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');

    await rig.after(30_000);
    for (let asked = 0; asked < 12; asked += 1) await rig.after(60_000);

    const pauses = rig.erp.readBacks.slice(1).map(({ at }, index) => at - rig.erp.readBacks[index].at);
    expect(rig.erp.readBacks.length).toBeGreaterThan(5);
    expect(pauses.every((pause, index) => index === 0 || pause >= pauses[index - 1] / 2)).toBe(true);
    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', error: { code: 'ERP_ANSWER_LOST' } });

    await rig.clock.advance(4 * 3_600_000);
    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_UNRESOLVED' } });
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('of a call that ignores its abort holds the lane no longer than deadline and grace; what comes in the end is kept as evidence and changes nothing', async () => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will({ answerAfterMs: 20_000 });

    await rig.deliverIntoSilence(1, 5_500);

    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', nextAttemptAt: '2026-11-22T08:00:35.500Z' });

    await rig.after(14_500);
    const attempt = await until(async () => (await rig.message('c1')).attempts.find(({ evidence }) => evidence));

    expect(attempt).toMatchObject({ purpose: 'send', outcome: 'unknown', evidence: { answer: { documents: [{ number: '1000' }] } } });
    expect(await rig.state('c1')).toBe('inDoubt');

    await rig.after(15_500);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(rig.erp.amounts()).toEqual(['40']);
  });

  it.each([
    ['an error that nobody foresaw', 'commitAndFail'],
    ['an answer without document and reference', 'answerNothing'],
    ['a defect of unknown effect', { throws: new DefectError('ERP_CONTRACT_BROKEN', 'half a body', { effect: 'unknown' }) }],
    ['a defect that does not say what it left', { throws: new DefectError('FLOW_DEFECT', 'cannot read properties of undefined') }],
  ] as const)('is also %s: never sent again before a read-back', async (_name, deed) => {
    await rig.accept('c1');
    rig.erp.will(deed);

    await rig.deliver();

    expect(await rig.state('c1')).toBe('inDoubt');

    await rig.after(30_000);
    const requestsBeforeTheSecondReadBack = rig.erp.requests.length;
    await rig.after(15_000);
    await rig.after(1_000);

    expect(requestsBeforeTheSecondReadBack).toBe(1);
    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.ledger).toHaveLength(1);
  });

  it.each([
    ['names another reference', 'answerOtherReference'],
    ['has another quantity than was sent', 'answerOtherAmount'],
  ] as const)('is an answer that %s: it is read back, not believed', async (_name, deed) => {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will(deed);

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', error: { code: 'ERP_ANSWER_LOST' }, parts: [{ state: 'posting' }] });

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('is not an answer that names its documents and no reference', async () => {
    await rig.accept('c1');
    rig.erp.will('answerWithoutReference');

    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
  });

  it.each([
    ['a defect', { throws: new DefectError('FLOW_DEFECT', 'boom') }, { state: 'inDoubt', parts: [{ state: 'posted' }, { state: 'posting' }] }],
    ['an answer with which nothing else can be written down', 'answer', { state: 'parked', parts: [{ state: 'posted' }, { state: 'posted' }] }],
  ] as const)('of a later part by %s never leaves that part as if it had not been sent', async (_name, deed, expected) => {
    await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
    rig.erp.will('answer', deed);
    rig.flow.causes = () => [{ type: null as unknown as string, subject: 'no type', data: {} }];

    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject(expected);
    expect(rig.erp.requests).toHaveLength(2);
  });

  it('is no longer in doubt than it was asked about: an outage of the gateway does not count', async () => {
    await rig.accept('c1');
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);
    rig.erp.unreadable = new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');

    await rig.after(5 * 3_600_000);

    expect(rig.erp.readBacks).toHaveLength(1);
    expect(await rig.state('c1')).toBe('inDoubt');

    rig.erp.unreadable = undefined;
    await rig.after(60_000);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('is told with every call when it would be lost', async () => {
    await rig.accept('c1');
    rig.erp.will('commitAndStaySilent');
    await rig.deliverIntoSilence(1);

    await rig.after(30_000);

    expect(rig.erp.deadlines.map((at) => at && second(at))).toEqual([5, 40]);
  });

  it('of the second part sends the first part no more', async () => {
    await rig.accept('c1', { amount: '10', parts: ['yield', 'scrap-BURR'] });
    rig.erp.will({ answerAfterMs: 0 }, 'commitAndStaySilent');
    await rig.deliverIntoSilence(2);

    await rig.after(30_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'posted', erp: { documents: [{ number: '1000' }, { number: '1001' }] } });
    expect(rig.erp.ledger.map(({ partId }) => partId)).toEqual(['yield', 'scrap-BURR']);
    expect(new Set(rig.erp.requests.map(({ reference }) => reference)).size).toBe(2);
  });

  it('that a person resubmits is read back, not sent', async () => {
    await rig.accept('c1');
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
    const { messageId } = await rig.message('c1');
    rig.erp.ledger[1].reversedBy = '2000';

    const state = await rig.desk.resubmit({ siteId: SITE, messageId, actor: 'anna' });
    await rig.deliver();

    expect(state).toBe('inDoubt');
    expect(rig.erp.requests).toHaveLength(1);
    expect(await rig.message('c1')).toMatchObject({ state: 'posted', erp: { documents: [{ number: '1000' }] } });
  });

  it('cannot be discarded, neither while it is in doubt nor after the doubt was parked', async () => {
    await rig.accept('c1');
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(1);
    const discard = async (): Promise<unknown> => rig.desk.discard({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna', reason: 'not mine' });

    await expect(discard()).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });

    await rig.after(30_000);

    await expect(discard()).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
    expect(await rig.state('c1')).toBe('parked');
  });
});
