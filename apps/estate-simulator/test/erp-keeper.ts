import type { SimulatedErp } from '@plantway/simulation';
import type { Report } from '../src/mes/mes-fact.js';
import type { Outgoing } from '../src/mes/outgoing.js';
import { NewInTotals } from './new-in-totals.js';

/** Posts what a MES said straight into the ERP, as a gateway without any trouble would: corrections as reversal and report, of running totals what is new. Answers the refusals. */
export async function postAll(erp: SimulatedErp, siteId: string, said: readonly Outgoing[]): Promise<readonly unknown[]> {
  const postingDate = await erp.read(({ view }) => [...view.periods.values()].find(({ status }) => status === 'open')!.startsOn, siteId);
  const numbers = new Map<string, string>();
  const totals = new NewInTotals();
  const refusals: unknown[] = [];
  const keep = (outcome: { readonly posted: boolean }): void => void (outcome.posted || refusals.push(outcome));
  const undo = async (confirmationId: string, reference: string): Promise<void> => keep(await erp.apply({ type: 'reverse', reference, confirmationNumber: numbers.get(confirmationId)!, postingDate }, siteId));
  for (const outgoing of said) {
    if (outgoing.type === 'reversal') await undo(outgoing.confirmationId, outgoing.id);
    if (outgoing.type === 'consumption') {
      const { consumptionId: reference, workOrderId, operationId, itemId, quantity, lotId } = outgoing.body;
      keep(await erp.apply({ type: 'issueGoods', reference, workOrderId, operationId, itemId, quantity, ...(lotId === undefined ? {} : { lotId }), postingDate }, siteId));
    }
    if (outgoing.type !== 'report') continue;
    const { body } = outgoing;
    if (body.replaces !== undefined) await undo(body.replaces, `undo-${body.replaces}`);
    const report = body.cumulative === true ? totals.newIn(body) : body;
    if (report === undefined) continue;
    const outcome = await erp.apply({ type: 'confirm', reference: body.confirmationId, workOrderId: body.workOrderId, operationId: body.operationId, postingDate, ...entryOf(report), workCenterId: body.workCenterId! }, siteId);
    keep(outcome);
    if (outcome.posted) numbers.set(body.confirmationId, outcome.result.number);
  }
  return refusals;
}

function entryOf({ kind, yield: good, scrap = [], rework, producedLots = [], serialNumbers = [], consumptions = [], otherOutputs = [], machineTimes = [] }: Report) {
  return {
    kind, yield: good, scrap, ...(rework === undefined ? {} : { rework }), producedLots, serialNumbers, otherOutputs,
    consumptions: consumptions.map(({ itemId, quantity, lotId }) => ({ itemId, quantity: quantity!, backflush: false as const, ...(lotId === undefined ? {} : { lotId }) })),
    activities: machineTimes.map(({ activityCode, startedAt, finishedAt }) => ({ activity: activityCode, seconds: String(Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000)) })),
  };
}
