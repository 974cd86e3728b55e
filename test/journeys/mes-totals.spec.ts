import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openWebhookMes, type WebhookMesStand } from '../contract/webhook-mes.harness.js';
import type { Counted } from '../contract/webhook-mes.js';
import { BooksStand, SITE } from './books-stand.js';
import { pieces } from './reporting-mes.js';

describe('whether MES, gateway and ERP have the same of every operation', () => {
  let stand: BooksStand;
  let mes: WebhookMesStand;
  beforeAll(async () => {
    mes = await openWebhookMes();
    stand = await BooksStand.open(mes.backend({ deadlineMs: 5_000 }));
  });
  afterAll(async () => {
    await stand.close();
    await mes.close();
  });

  const counts = (workOrderId: string, counted: Counted): void => mes.simulation.counts('BER1', workOrderId, '0010', counted);
  const report = (reportId: string, good: string) => ({ reportId, amounts: { yield: pieces(good), scrap: pieces('0'), rework: pieces('0') } });
  /** An order of which ten good pieces are reported and posted; all three have them. */
  const posted = async (): Promise<{ workOrderId: string; reportId: string; messageId: string }> => {
    const workOrderId = await stand.order();
    const reportId = `c-${workOrderId}`;
    const messageId = await stand.mes.report(reportId, { workOrderId });
    await stand.gateway.deliver();
    counts(workOrderId, { yield: '10', reports: [report(reportId, '10')] });
    return { workOrderId, reportId, messageId };
  };
  const openOf = async (workOrderId: string) => (await stand.drifts('open=true')).filter((drift) => drift.workOrderId === workOrderId);
  const alertOf = async (driftId: string) => (await stand.events('alert.raised.v1')).find((alert) => alert['driftId'] === driftId);

  it('finds one piece more in the MES by the second look, says that gateway and ERP agree, and ends when the MES does', async () => {
    const { workOrderId, reportId } = await posted();
    expect(await stand.look()).toMatchObject({ differences: 0 });

    counts(workOrderId, { yield: '11', reports: [report(reportId, '10')] });
    expect(await stand.look()).toMatchObject({ differences: 1, found: 0 });
    expect(await stand.look()).toMatchObject({ differences: 1, found: 1 });

    const [drift] = await openOf(workOrderId);
    expect(drift).toMatchObject({
      identity: 'confirmed', state: 'explained', operationId: '0010', measure: 'yield', difference: '1', unit: 'H87', sides: { erp: '10', gateway: '10', mes: '11' }, ownerRole: 'supervisor',
      explanations: [{ kind: 'mesDoesNotAddUp', words: expect.stringContaining('counts 11 H87 of good output, which is 1 H87 beside what its own reports add up to') as unknown }],
    });
    expect(await alertOf(drift.driftId)).toMatchObject({ title: `${workOrderId}/0010: the MES has 1 H87 good more than gateway and ERP` });

    counts(workOrderId, { yield: '10', reports: [report(reportId, '10')] });
    expect(await stand.look()).toMatchObject({ differences: 0, cleared: 1 });
    expect(await openOf(workOrderId)).toEqual([]);
  });

  it('names the report that never came, and the one that the MES does not count', async () => {
    const { workOrderId, reportId, messageId } = await posted();
    counts(workOrderId, { yield: '12', reports: [report(`other-${workOrderId}`, '12')] });
    await stand.look();
    await stand.look();
    const [drift] = await openOf(workOrderId);
    expect(drift.explanations.map(({ kind, words }) => [kind, words])).toEqual([
      ['notReported', `The MES counts report other-${workOrderId} with 12 H87 good, which never came to the gateway.`],
      ['notCountedByMes', `The gateway has report ${reportId} with 10 H87 good (message ${messageId}), which the MES does not count.`],
    ]);

    counts(workOrderId, { yield: '11', reports: [report(reportId, '11')] });
    await stand.look();
    await stand.look();
    expect((await openOf(workOrderId))[0]).toMatchObject({ difference: '1', explanations: [{ kind: 'reportedOtherwise', words: `The MES counts report ${reportId} with 11 H87 good; the gateway has 10 H87 good of it (message ${messageId}).` }] });
    counts(workOrderId, { yield: '10' });
    await stand.look();
  });

  it('believes MES and ERP against the gateway\'s own book, in one finding', async () => {
    const { workOrderId, messageId } = await posted();
    await stand.gateway.database.pool.query('update execution.posted_report set yield = yield - 1 where message_id = $1', [messageId]);
    await stand.look();
    await stand.look();

    const drifts = await openOf(workOrderId);
    expect(drifts).toHaveLength(1);
    expect(drifts[0]).toMatchObject({ difference: '1', sides: { erp: '10', gateway: '9', mes: '10' }, ownerRole: 'admin', explanations: expect.arrayContaining([expect.objectContaining({ kind: 'bookDiffers', messageId })]) as unknown });
    expect(await alertOf(drifts[0].driftId)).toMatchObject({ title: `${workOrderId}/0010: the gateway has 1 H87 good less than MES and ERP` });
    await stand.gateway.database.pool.query('update execution.posted_report set yield = yield + 1 where message_id = $1', [messageId]);
    await stand.look();
    expect(await openOf(workOrderId)).toEqual([]);
  });

  it('believes MES and gateway against a piece that was confirmed on a screen of the ERP', async () => {
    const { workOrderId } = await posted();
    const number = await stand.confirmOnScreen(workOrderId);
    await stand.look();
    await stand.look();

    const [drift] = await openOf(workOrderId);
    expect(drift).toMatchObject({ difference: '1', sides: { erp: '11', gateway: '10', mes: '10' }, ownerRole: 'erpTeam', explanations: [{ kind: 'foreign', documentNumber: number }] });
    expect(await alertOf(drift.driftId)).toMatchObject({ title: `${workOrderId}/0010: the ERP has 1 H87 good more than gateway and MES` });
    await stand.reverseOnScreen(number);
    await stand.look();
  });

  it('says nothing while a report is on its way: counted by the MES and not sent, accepted and not posted, or being taken back', async () => {
    const { workOrderId, reportId } = await posted();
    counts(workOrderId, { yield: '15', underWay: 1, reports: [report(reportId, '10'), report(`next-${workOrderId}`, '5')] });
    await stand.look();
    await stand.look();
    expect(await openOf(workOrderId)).toEqual([]);

    await stand.mes.report(`next-${workOrderId}`, { workOrderId, yield: pieces('5') });
    counts(workOrderId, { yield: '15', reports: [report(reportId, '10'), report(`next-${workOrderId}`, '5')] });
    await stand.look();
    await stand.look();
    expect(await openOf(workOrderId)).toEqual([]);

    await stand.gateway.deliver();
    expect(await stand.look()).toMatchObject({ differences: 0 });
    await stand.mes.takeBack(`next-${workOrderId}`);
    counts(workOrderId, { yield: '10', reports: [report(reportId, '10')] });
    await stand.look();
    await stand.look();
    expect(await openOf(workOrderId)).toEqual([]);
    await stand.gateway.deliver();
    expect(await stand.look()).toMatchObject({ differences: 0 });
  });

  it('lets a finding stand while the MES is away or busy, and says that it was not compared', async () => {
    const { workOrderId, reportId } = await posted();
    counts(workOrderId, { yield: '11', reports: [report(reportId, '10')] });
    await stand.look();
    await stand.look();
    expect(await openOf(workOrderId)).toHaveLength(1);

    const state = async () => (await stand.gateway.request({ method: 'GET', url: `${SITE}/conservation`, role: 'analyst' })).json<{ mesTotals: string; mesOperations: number }>();
    expect(await state()).toMatchObject({ mesTotals: 'compared', mesOperations: expect.any(Number) as unknown });
    mes.simulation.isDown = true;
    expect(await stand.look()).toMatchObject({ cleared: 0 });
    expect(await state()).toMatchObject({ mesTotals: 'unreachable' });
    mes.simulation.isDown = false;
    counts(workOrderId, { yield: '10', underWay: 1, reports: [report(reportId, '10')] });
    expect(await stand.look()).toMatchObject({ cleared: 0 });
    expect(await openOf(workOrderId)).toHaveLength(1);

    counts(workOrderId, { yield: '10', reports: [report(reportId, '10')] });
    expect(await stand.look()).toMatchObject({ cleared: 1 });
  });

  it('goes on counting with the MES what a person gave up here: who gave it up knows', async () => {
    const workOrderId = await stand.order();
    const first = await stand.mes.report(`a-${workOrderId}`, { workOrderId, sourceSequence: 2, yield: pieces('4') });
    await stand.gateway.request({ method: 'POST', url: `${SITE}/messages/${first}/discard`, role: 'supervisor', payload: { reason: 'counted twice' } });
    counts(workOrderId, { yield: '4', reports: [report(`a-${workOrderId}`, '4')] });
    await stand.gateway.deliver();
    await stand.look();
    await stand.look();

    expect(await stand.mes.state(first)).toBe('discarded');
    expect(await openOf(workOrderId)).toEqual([]);
  });
});
