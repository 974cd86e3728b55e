import { normalQuantity, toUtc, type QualityEvent } from '@plantway/canonical';
import { toHoldScope } from './hold-scope.dto.js';
import type { QualityEventDto } from './quality-event.dto.js';

/** The canonical event of a validated one: nothing but what belongs to its type. */
export function toQualityEvent(dto: QualityEventDto, siteId: string): QualityEvent {
  const { type, qualityEventId, holdId = '', reason = '', itemId = '', lotId = '', decision = 'reject', defectCode = '', quantity, text } = dto;
  const frame = { qualityEventId, siteId, occurredAt: toUtc(dto.occurredAt) };
  const scope = (): ReturnType<typeof toHoldScope> => toHoldScope(dto.scope!);
  switch (type) {
    case 'nonconformity': return { ...frame, type, scope: scope(), defectCode, ...(isGiven(quantity) && { quantity: normalQuantity({ value: quantity.value, unit: quantity.unit }) }), ...(isGiven(text) && { text }) };
    case 'hold': return { ...frame, type, holdId, scope: scope(), reason };
    case 'release': return { ...frame, type, holdId, reason };
    case 'disposition': return { ...frame, type, itemId, lotId, decision, ...(isGiven(dto.holdId) && { holdId }), reason };
  }
}

function isGiven<Value>(value: Value | null | undefined): value is Value {
  return value !== null && value !== undefined;
}
