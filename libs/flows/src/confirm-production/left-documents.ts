import type { ProductionConfirmation } from '@plantway/canonical';
import type { DeliveryReceipt, ErpPart, RelatedMessage, RelatedMessages } from '@plantway/ports';
import { isStanding } from './message-states.js';

type Report = RelatedMessage<ProductionConfirmation>;

/** The report was taken back. */
export function isWithdrawn({ reversal }: Report): boolean {
  return reversal !== undefined && isStanding(reversal.state);
}

/** The report was taken back and its documents were left in the ERP, because a later total contained them. */
export function isLeft(report: Report): boolean {
  return isWithdrawn(report) && report.reversal?.hasReceipts === false && report.receipts.length > 0;
}

/** Names of the documents that wishes have reversed, whatever became of those wishes. */
export function reversedReferences(wishes: readonly RelatedMessage[]): ReadonlySet<string> {
  const parts = wishes.flatMap(({ sent }) => sent as readonly ErpPart[]);
  return new Set(parts.flatMap((part) => (part.action === 'reverse' ? [part.receipt.reference] : [])));
}

/**
 * What was left in the ERP of `reports` and stands there still: taking back the total that contained it has reversed it along.
 * @param reports of one operation and source, oldest first
 */
export async function leftReferences(reports: readonly Report[], related: RelatedMessages): Promise<ReadonlySet<string>> {
  const left = reports.filter(isLeft);
  if (left.length === 0) return new Set();
  const reversed = reports.filter((report) => isWithdrawn(report) && !isLeft(report));
  const wishes = await Promise.all(reversed.map(({ command, sourceSystem, senderId }) => related.reversalsOf(command.siteId, sourceSystem, senderId)));
  const gone = reversedReferences(wishes.flat());
  return new Set(left.flatMap(({ receipts }) => receipts.map(({ reference }) => reference)).filter((reference) => !gone.has(reference)));
}

/** What was left of the reports right before `original` and is contained in it alone: it is reversed along with it. Oldest first. */
export async function leftUnder(original: Report, related: RelatedMessages): Promise<readonly DeliveryReceipt[]> {
  const before = (await related.before(original.messageId)).filter((message): message is Report => message.kind === 'productionConfirmation');
  const standing = await leftReferences(before, related);
  const from = before.findLastIndex((report) => report.command.cumulative && !isWithdrawn(report)) + 1;
  return before.slice(from).flatMap(({ receipts }) => receipts.filter(({ reference }) => standing.has(reference)));
}
