import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Submission } from '@plantway/ports';
import { PastCommands } from '../src/index.js';
import { DeliveryRig, SITE, submission } from './delivery-rig.js';

describe('a message that a person amends', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const action = async (senderId: string, actor = 'anna') => ({ siteId: SITE, messageId: (await rig.message(senderId)).messageId, actor, reason: 'counted again' });
  const amend = async (senderId: string, amount: string, more: Partial<Submission> = {}, actor?: string) => rig.desk.amend(await action(senderId, actor), { amended: submission(senderId, { amount }, more) });
  const approve = async (senderId: string, actor = 'berta') => rig.desk.approve({ ...(await action(senderId, actor)), expectedRevision: (await rig.message(senderId)).revision });
  const shapes = async (senderId: string) => (await rig.reader.lineage(SITE, (await rig.message(senderId)).messageId))!.map(({ shape, body, amendment }) => [shape, (body as { amount: string }).amount, amendment?.actor]);

  /** c1 is refused and parked, c2 stands behind it. */
  async function refused(more: Partial<Submission> = {}): Promise<void> {
    await rig.accept('c1', { amount: '1' }, more);
    await rig.accept('c2', { amount: '2' });
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.deliver();
  }

  it('goes on in its place under the same reference when somebody else agreed; the original is kept', async () => {
    await refused();

    expect(await amend('c1', '7')).toMatchObject({ state: 'awaitingApproval' });
    await rig.deliver();
    const awaiting = await rig.message('c1');
    expect(await rig.state('c2')).toBe('accepted');
    await approve('c1');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['7', '2']);
    expect(new Set(rig.erp.requests.slice(0, 2).map(({ reference }) => reference)).size).toBe(1);
    expect(awaiting).toMatchObject({ error: { code: 'APPROVAL_NEEDED' }, amendments: 1, amended: [{ amendmentNo: 1, actor: 'anna', reason: 'counted again' }] });
    expect((await shapes('c1')).slice(0, 4)).toEqual([['received', '1', undefined], ['superseded', '1', undefined], ['amended', '7', 'anna'], ['canonical', '7', undefined]]);
  });

  it('is replayed dry as it was amended last, not as it came', async () => {
    await refused();
    await amend('c1', '7');
    await amend('c1', '8', {}, 'carl');

    const { messageId } = await rig.message('c1');

    expect(await new PastCommands(rig.database.pool).of(SITE, [messageId])).toEqual(new Map([[messageId, { amount: '8' }]]));
  });

  it('keeps its name: the same original again is a repetition', async () => {
    await refused();
    await amend('c1', '7');

    expect(await rig.accept('c1', { amount: '1' })).toMatchObject({ outcome: 'replayed', messageId: (await rig.message('c1')).messageId });
    expect(await rig.accept('c1', { amount: '7' })).toMatchObject({ outcome: 'conflict' });
  });

  it('is agreed to by nobody who sent or amended it, and only as it was read', async () => {
    await refused();
    await amend('c1', '7');

    await expect(approve('c1', 'anna')).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });
    await expect(approve('c1', 'credential-1')).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });
    await expect(action('c1', 'berta').then((blind) => rig.desk.approve(blind))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
    const read = (await rig.message('c1')).revision;
    await amend('c1', '8', {}, 'carl');
    await expect(action('c1', 'berta').then((late) => rig.desk.approve({ ...late, expectedRevision: read }))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { lastAction: { action: 'amend', actor: 'carl' } } });
    expect(rig.erp.amounts()).toEqual([]);
  });

  it.each<[string, Partial<Submission>]>([
    ['in its place', {}],
    ['into another lane', { laneKey: 'B', search: { workOrderId: 'WO-2', operationId: '0010', confirmationId: 'c1', lotIds: [], serialNumbers: [] } }],
  ])('is agreed to by nobody who ever amended it, also after somebody else has amended it %s', async (_where, later) => {
    await refused();
    await amend('c1', '90');
    await amend('c1', '90', later, 'carl');

    await expect(approve('c1', 'anna')).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });
    await expect(approve('c1', 'carl')).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });
    expect(await approve('c1', 'berta')).toBe('accepted');
  });

  it('needs nobody else where no money moves', async () => {
    await rig.accept('n1', { amount: '1' }, { kind: 'maintenanceRequest' });
    const engine = rig.anotherEngine({ flows: [] });
    await rig.deliver(engine);
    expect(await rig.state('n1')).toBe('parked');

    expect(await amend('n1', '7', { kind: 'maintenanceRequest' })).toMatchObject({ state: 'accepted' });
  });

  it('is found by what it is now, and belongs to the day of what it is now', async () => {
    await refused();
    await amend('c1', '7', { search: { workOrderId: 'WO-1', operationId: '0010', confirmationId: 'c1', lotIds: ['L-9'], serialNumbers: [] }, postingDate: '2026-11-21', productionDay: '2026-11-21' });

    expect((await rig.reader.list(SITE, { lotId: 'L-9' })).items).toMatchObject([{ senderId: 'c1', postingDate: '2026-11-21' }]);
  });

  it('becomes another message when it belongs to another lane, linked both ways, and bears the name', async () => {
    await refused({ idempotencyKey: 'key-1' });
    const original = (await rig.message('c1')).messageId;

    const { messageId, replacesMessageId } = await amend('c1', '7', { laneKey: 'B', search: { workOrderId: 'WO-2', operationId: '0010', confirmationId: 'c1', lotIds: [], serialNumbers: [] } });
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['2']); // the old lane goes on, the new message waits for another person
    expect(replacesMessageId).toBe(original);
    expect(await rig.reader.get(SITE, original)).toMatchObject({ state: 'discarded', replacedByMessageId: messageId, note: `replaced by message ${messageId}: counted again` });
    expect(await rig.message('c1')).toMatchObject({ messageId, state: 'awaitingApproval', laneKey: 'B', workOrderId: 'WO-2', replacesMessageId: original, causationId: original });

    await approve('c1');
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual(['2', '7']);
    expect(await rig.accept('c1', { amount: '1' }, { idempotencyKey: 'key-1' })).toMatchObject({ outcome: 'replayed', messageId });
  });

  it('is refused when something of it was sent and may stand', async () => {
    await rig.accept('c1', { amount: '1' });
    rig.erp.will('staySilent');
    await rig.deliverIntoSilence(1);
    rig.erp.will({ refuse: 'OVER_TOLERANCE' });
    await rig.after(30_000);
    await rig.after(15_000);
    await rig.after(1_000);
    expect(await rig.state('c1')).toBe('parked');

    await expect(amend('c1', '7')).rejects.toMatchObject({ code: 'AMENDMENT_NOT_POSSIBLE' });
  });

  it('keeps its site, kind and ids', async () => {
    await refused();

    for (const other of [{ senderId: 'c9' }, { kind: 'materialConsumption' }, { sourceSystem: 'paper' }] as const) {
      await expect(amend('c1', '7', other)).rejects.toMatchObject({ code: 'AMENDMENT_NOT_POSSIBLE' });
    }
    expect((await rig.message('c1')).amendments).toBe(0);
  });

  it('that stepped aside stays there, is agreed to there, and then goes into its place', async () => {
    await refused();
    await rig.desk.stepAside(await action('c1'));
    expect(await amend('c1', '7')).toMatchObject({ state: 'awaitingApproval' });
    await rig.deliver();
    expect(rig.erp.amounts()).toEqual(['2']);

    await approve('c1');
    await rig.deliver();

    expect(rig.erp.amounts()).toEqual(['2', '7']);
  });

  it('is amended once by two people at once: the other is told by whom', async () => {
    await refused();
    const { revision } = await rig.message('c1');
    const of = async (actor: string, amount: string) => rig.desk.amend({ ...(await action('c1', actor)), expectedRevision: revision }, { amended: submission('c1', { amount }) });

    const results = await Promise.allSettled([of('anna', '7'), of('berta', '8'), of('carl', '9')]);

    const winner = (await rig.message('c1')).amended;
    expect(winner).toHaveLength(1);
    const losers = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(losers).toHaveLength(2);
    for (const loser of losers) expect(loser).toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state: 'awaitingApproval', lastAction: { action: 'amend', actor: winner[0].actor } } });
  });
});
