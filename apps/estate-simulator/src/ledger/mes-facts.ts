import type { MadeAmounts, MesFact as ToldFact, SentConsumption, SentReport } from '@plantway/truth-ledger';
import type { ConsumptionReport, MesFact, PhysicalWork, Report } from '../mes/mes-fact.js';

/** A fact of the MES in the ledger's words. `sourceSystem` is the name under which the gateway knows this MES. */
export function mesFact(fact: MesFact, sourceSystem: string): ToldFact {
  if (fact.type === 'refused') {
    const { said, code, detail, refusedAt } = fact;
    const refused = { type: 'refused', sourceSystem, code, detail, refusedAt } as const;
    if (said.type === 'consumption') return { ...refused, kind: 'materialConsumption', senderId: said.consumption.consumptionId, consumption: sentConsumption(said.consumption) };
    return said.type === 'reversal' ? { ...refused, kind: 'confirmationReversal', senderId: said.reversalId }
      : { ...refused, kind: 'productionConfirmation', senderId: said.report.confirmationId, report: sentReport(said.report), made: madeAmounts(said.work) };
  }
  const { acceptedAt } = fact;
  if (fact.type === 'takenBack') return { type: 'reversed', sourceSystem, reversalId: fact.reversalId, confirmationId: fact.confirmationId, acceptedAt };
  if (fact.type === 'consumed') return { type: 'consumed', sourceSystem, consumption: sentConsumption(fact.consumption), acceptedAt };
  return { type: 'reported', sourceSystem, report: sentReport(fact.report), made: madeAmounts(fact.work), acceptedAt };
}

function sentConsumption({ consumptionId, workOrderId, operationId, itemId, quantity, lotId }: ConsumptionReport): SentConsumption {
  return { consumptionId, workOrderId, operationId, itemId, quantity, ...(lotId === undefined ? {} : { lotId }) };
}

function sentReport(report: Report): SentReport {
  const { confirmationId, workOrderId, operationId, kind, cumulative, replaces, workCenterId, machineTimes, rework } = report;
  const given = { cumulative, replaces, workCenterId, rework };
  return {
    confirmationId, workOrderId, operationId, kind, yield: report.yield, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    scrap: report.scrap ?? [], producedLots: report.producedLots ?? [], serialNumbers: report.serialNumbers ?? [], consumptions: report.consumptions ?? [], otherOutputs: report.otherOutputs ?? [],
    machineTimes: machineTimes ?? [],
  };
}

/** Without times: those of the report are stretches, with running totals too, and so the plant's own truth. */
function madeAmounts({ yield: good, scrap, rework, producedLots, serialNumbers, consumptions, otherOutputs }: PhysicalWork): MadeAmounts {
  return { yield: good, scrap, rework, producedLots, serialNumbers, consumptions, otherOutputs };
}
