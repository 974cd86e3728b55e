import { COUNTED_LISTS } from '../erp-fact.js';
import type { Finding } from './grade.types.js';
import type { SiteRecord } from './site-record.js';

/** Judges whether the ledger has heard all that there is to hear of a site: master data, MES and ERP, each up to the newest look at it. */
export function gradeCompleteness(record: SiteRecord): readonly Finding[] {
  const { siteId, plant } = record;
  const incomplete = (what: string, expected: string, found: string): Finding => ({ kind: 'incomplete', siteId, what, expected, found });
  return [
    ...(plant === undefined ? [incomplete(`The master data of ${siteId} were not told: amounts, stock and cost cannot be judged.`, 'master data', 'none')] : []),
    ...gradeMes(record, incomplete), ...gradeErp(record, incomplete),
  ];
}

type Incomplete = (what: string, expected: string, found: string) => Finding;

function gradeMes({ siteId, status, reports, consumptions, reversals, refusedReversals }: SiteRecord, incomplete: Incomplete): readonly Finding[] {
  if (status === undefined) return [incomplete(`The MES of ${siteId} was never heard of.`, 'how much it has said', 'nothing')];
  const open = status.said - status.answered;
  const heard = reports.length + consumptions.length + reversals.length + refusedReversals.length;
  return [
    ...(open > 0 ? [incomplete(`${open} of the reports and reversals of the MES of ${siteId} have no answer of the gateway.`, `${status.said} answers`, String(status.answered))] : []),
    ...(heard < status.answered ? [incomplete(`The MES of ${siteId} has ${status.answered} answers, and ${heard} of them were told.`, String(status.answered), String(heard))] : []),
  ];
}

function gradeErp(record: SiteRecord, incomplete: Incomplete): readonly Finding[] {
  const { siteId, balances } = record;
  if (balances === undefined) return [incomplete(`The stock of ${siteId} was never told.`, 'a look at the ERP', 'none')];
  const heard = { ...record, orders: [...record.orders] };
  return COUNTED_LISTS.flatMap((list) => {
    const [should, is] = [balances.lists[list], heard[list].length];
    if (is < should) return [incomplete(`The ERP of ${siteId} has ${should} ${list}, and ${is} of them were told.`, String(should), String(is))];
    return is > should ? [incomplete(`The newest look at the ERP of ${siteId} is older than the last of its ${list}.`, `a look after ${is} ${list}`, String(should))] : [];
  });
}
