import type { SimulatedErp } from '@plantway/simulation';
import type { PhysicalWork } from '../src/mes/mes-fact.js';
import type { Outgoing } from '../src/mes/outgoing.js';

/** Posts what a MES said straight into the ERP, as a gateway without any trouble would: corrections as reversal and report. Answers the refusals. */
export async function postAll(erp: SimulatedErp, siteId: string, said: readonly Outgoing[]): Promise<readonly unknown[]> {
  const postingDate = await erp.read(({ view }) => [...view.periods.values()].find(({ status }) => status === 'open')!.startsOn, siteId);
  const numbers = new Map<string, string>();
  const refusals: unknown[] = [];
  const keep = (outcome: { readonly posted: boolean }): void => void (outcome.posted || refusals.push(outcome));
  const undo = async (confirmationId: string, reference: string): Promise<void> => keep(await erp.apply({ type: 'reverse', reference, confirmationNumber: numbers.get(confirmationId)!, postingDate }, siteId));
  for (const outgoing of said) {
    if (outgoing.type === 'reversal') await undo(outgoing.confirmationId, outgoing.id);
    if (outgoing.type !== 'report') continue;
    const { body, run: { work } } = outgoing;
    if (body.replaces !== undefined) await undo(body.replaces, `undo-${body.replaces}`);
    const outcome = await erp.apply({ type: 'confirm', reference: body.confirmationId, workOrderId: body.workOrderId, operationId: body.operationId, postingDate, ...entryOf(work), workCenterId: body.workCenterId! }, siteId);
    keep(outcome);
    if (outcome.posted) numbers.set(body.confirmationId, outcome.result.number);
  }
  return refusals;
}

function entryOf({ kind, yield: good, scrap, rework, producedLots, serialNumbers, consumptions, otherOutputs }: PhysicalWork) {
  return {
    kind, yield: good, scrap, rework, producedLots, serialNumbers, otherOutputs, activities: [],
    consumptions: consumptions.map(({ itemId, quantity, lotId }) => ({ itemId, quantity: quantity!, backflush: false as const, ...(lotId === undefined ? {} : { lotId }) })),
  };
}
