import { randomUUID } from 'node:crypto';
import type { NewEvent } from '../src/stored-event.js';

/** Events that differ in their id only, unless told otherwise. */
export function someEvents(count: number, change: Partial<NewEvent> = {}): readonly NewEvent[] {
  return Array.from({ length: count }, () => ({
    id: randomUUID(), type: 'production.confirmed.v1', siteId: 'BER1', subject: 'WO-1001', correlationId: 'journey-1',
    data: { workOrderId: 'WO-1001' }, occurredAt: new Date('2026-11-22T05:40:00Z'), ...change,
  }));
}
