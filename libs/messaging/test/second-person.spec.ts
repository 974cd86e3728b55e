import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MESSAGE_KINDS, type MessageKind } from '@plantway/canonical';
import { NEEDS_SECOND_PERSON } from '../src/index.js';
import { DeliveryRig, SITE, submission } from './delivery-rig.js';
import { ScriptedFlow } from './scripted-erp.js';

/** Kinds that post no stock and no money: an order, a schedule, a wish, a request, a decision about a lot's status. Every other one needs a second person when somebody has amended it. */
const MOVES_NOTHING: readonly MessageKind[] = [
  'workOrderRelease', 'workOrderChange', 'jobOrderDispatch', 'jobOrderAcknowledgement', 'plannedOrder', 'scheduleVersion', 'replanRequest', 'maintenanceRequest', 'promiseDate', 'nonconformity', 'qualityDecision',
];

/** The list of what one person alone cannot do at the desk, because stock or money moves; repost and reversal of a surplus, by day and of a night, stand in test/journeys/reconciliation.spec.ts, conversion in test/journeys/four-eyes.spec.ts. */
describe('where stock or money moves, one person alone', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const act = async (actor: string) => ({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor, reason: 'counted again', expectedRevision: (await rig.message('c1')).revision });
  const unseen = async (actor: string) => ({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor, reason: 'tried', expectedState: (await rig.message('c1')).state });
  const answered = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: { readonly code: string }) => error.code);

  it.each(NEEDS_SECOND_PERSON)('cannot change what a %s posts', async (kind) => {
    const flow = new ScriptedFlow(rig.erp, kind);
    const engine = rig.anotherEngine({ flows: [flow] });
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.accept('c1', { amount: '1' }, { kind });
    await rig.deliver(engine);

    await rig.desk.amend(await act('anna'), { amended: submission('c1', { amount: '7' }, { kind }) });
    await rig.deliver(engine);
    expect([await rig.state('c1'), rig.erp.amounts()]).toEqual(['awaitingApproval', []]);
    for (const alone of [rig.desk.resubmit(await unseen('anna')), rig.desk.stepAside(await unseen('anna'))]) expect(await answered(alone)).toBe('MESSAGE_STATE_CONFLICT');
    for (const person of ['anna', 'credential-1']) expect(await answered(rig.desk.approve(await act(person)))).toBe('APPROVER_IS_SENDER');

    await rig.desk.approve(await act('berta'));
    await rig.deliver(engine);
    expect([await rig.state('c1'), rig.erp.amounts()]).toEqual(['posted', ['7']]);
  });

  it('is asked about every kind, so that a new one is not forgotten', () => {
    expect([...NEEDS_SECOND_PERSON, ...MOVES_NOTHING].sort()).toEqual([...MESSAGE_KINDS].sort());
  });

  it.each([{ resolution: 'posted' as const, documents: [{ type: 'confirmation', number: '4711' }] }, { resolution: 'notPosted' as const }])('cannot say that a doubt ended as $resolution', async (resolution) => {
    await parkedDoubt();

    await rig.desk.proposeResolution(await act('anna'), resolution);
    await rig.deliver();
    expect([await rig.state('c1'), rig.erp.requests.length]).toEqual(['parked', 1]);
    expect(await answered(rig.desk.approve(await act('anna')))).toBe('APPROVER_IS_SENDER');

    expect(await rig.desk.approve(await act('berta'))).toBe(resolution.resolution === 'posted' ? 'posting' : 'accepted');
  });

  it.each([['is posted in part', postedInPart], ['may stand', parkedDoubt]])('cannot give up what %s; nor can two', async (_what, parked) => {
    await parked();

    for (const person of ['anna', 'berta']) expect(await answered(rig.desk.discard(await unseen(person)))).toBe('MESSAGE_STATE_CONFLICT');
    expect(await rig.state('c1')).toBe('parked');
  });

  /** Its first part is posted, its second one refused. */
  async function postedInPart(): Promise<void> {
    rig.erp.will('answer', { refuse: 'OVER_TOLERANCE' });
    await rig.accept('c1', { amount: '1', parts: ['first', 'second'] });
    await rig.deliver();
  }

  /** Sent, never answered, and found twice: parked behind its settle window. */
  async function parkedDoubt(): Promise<void> {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will('commitTwiceAndStaySilent');
    await rig.deliverIntoSilence(1);
    await rig.after(30_000);
  }
});
