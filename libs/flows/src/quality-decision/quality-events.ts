import { LOT_STATUS_AFTER, type LotDisposition, type QualityHoldPlaced } from '@plantway/canonical';
import type { CausedEvent, ExecutionEffect } from '@plantway/ports';
import type { QualityCommand, ScopedRelease } from './quality-command.js';

/** What counts as soon as the decision is accepted, before the ERP knows of it: a hold stands, and of a lot it is known whether it is good. */
export function acceptedDecision(command: QualityCommand, sourceSystem: string): { readonly effects: readonly ExecutionEffect[]; readonly events: readonly CausedEvent[] } {
  switch (command.type) {
    case 'hold': return { effects: [{ effect: 'place_hold', data: { holdId: command.holdId, scope: command.scope, reason: command.reason, placedAt: command.occurredAt } }], events: [holdPlacedEvent(command, sourceSystem)] };
    case 'release': return { effects: [], events: [] };
    case 'disposition': return { effects: [{ effect: 'decide_lot', data: { itemId: command.itemId, lotId: command.lotId, isGood: command.decision === 'accept' } }], events: [] };
  }
}

function holdPlacedEvent({ siteId, holdId, scope, reason, occurredAt, qualityEventId }: QualityHoldPlaced, sourceSystem: string): CausedEvent {
  return { type: 'quality.hold-placed.v1', subject: holdId, data: { siteId, sourceSystem, qualityEventId, holdId, scope, reason, placedAt: occurredAt } };
}

export function holdReleasedEvent({ siteId, holdId, scope, reason, occurredAt, qualityEventId }: ScopedRelease, sourceSystem: string): CausedEvent {
  return { type: 'quality.hold-released.v1', subject: holdId, data: { siteId, sourceSystem, qualityEventId, holdId, scope, reason, releasedAt: occurredAt } };
}

/** The holds of the lot end with it. */
export function lotDisposedEvent({ siteId, itemId, lotId, decision, holdId, reason, occurredAt, qualityEventId }: LotDisposition, sourceSystem: string): CausedEvent {
  return {
    type: 'quality.lot-disposed.v1', subject: lotId,
    data: { siteId, sourceSystem, qualityEventId, itemId, lotId, decision, status: LOT_STATUS_AFTER[decision], ...(holdId === undefined ? {} : { holdId }), reason, disposedAt: occurredAt },
  };
}
