import type { LotStatus, QualityDecision } from '@plantway/canonical';
import { gradeHeldOrders } from './grade-held-orders.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

const STATUS_AFTER: Readonly<Record<'accept' | 'reject' | 'rework', LotStatus>> = { accept: 'unrestricted', reject: 'blocked', rework: 'qualityInspection' };

/** Judges that lots stand in the ERP as the quality system decided last, that orders were held there and go on as it decided, and that every hold has ended. */
export function gradeQuality(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const { siteId, balances } = record;
  const decisions = deedsOf(record, 'qms', 'qualityDecided').map(({ decision }) => decision);
  const ended = new Set(decisions.flatMap((decision) => (decision.type === 'hold' || decision.holdId === undefined ? [] : [decision.holdId])));
  const open = decisions.filter((decision) => decision.type === 'hold').filter(({ holdId }) => !ended.has(holdId)).map(({ holdId }): Finding => ({
    kind: 'incomplete', siteId, senderId: holdId, what: `Hold ${holdId} has not ended.`, expected: 'a release or a disposition', found: 'none',
  }));
  if (balances?.restrictedLots === undefined) return open;
  return [...open, ...gradeLots(record, decisions, isQuiet), ...gradeHeldOrders(record, ended, isQuiet)];
}

function gradeLots({ siteId, balances }: SiteRecord, decisions: readonly QualityDecision[], isQuiet: boolean): readonly Finding[] {
  const shown = new Map(balances!.restrictedLots!.map(({ itemId, lotId, status }) => [`${itemId}|${lotId}`, status]));
  const ofLots = decisions.flatMap((decision) => {
    const lot = decision.type === 'disposition' ? decision : decision.type === 'hold' && decision.scope.type === 'lot' ? decision.scope : undefined;
    return lot === undefined ? [] : [{ itemId: lot.itemId, lotId: lot.lotId, decision }];
  });
  return [...grouped(ofLots, ({ itemId, lotId }) => `${itemId}|${lotId}`)].flatMap(([key, each]): readonly Finding[] => {
    const { itemId, lotId, decision } = each.at(-1)!;
    const expected = decision.type === 'disposition' ? STATUS_AFTER[decision.decision] : 'qualityInspection';
    const found = shown.get(key) ?? 'unrestricted';
    return found === expected ? [] : [{
      kind: isQuiet ? 'qualityDrift' : 'incomplete', siteId, itemId, lotId, senderId: decision.qualityEventId, what: `Lot ${lotId} of ${itemId} is ${found} in the ERP, and quality said ${decision.type}.`, expected, found,
    }];
  });
}
