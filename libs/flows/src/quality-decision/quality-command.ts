import type { HoldScope, LotDisposition, QualityHoldPlaced, QualityHoldReleased } from '@plantway/canonical';

/** A release with the scope of its hold, which intake knows. */
export interface ScopedRelease extends QualityHoldReleased {
  readonly scope: HoldScope;
}

/** A decision as it is stored and carried out. */
export type QualityCommand = QualityHoldPlaced | ScopedRelease | LotDisposition;

/** What the decision is about. */
export function scopeOfDecision(command: QualityCommand): HoldScope {
  return command.type === 'disposition' ? { type: 'lot', itemId: command.itemId, lotId: command.lotId } : command.scope;
}
