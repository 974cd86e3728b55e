import { normalQuantity, type EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventDto } from './equipment-event.dto.js';

/** The canonical event of a validated one. */
export function equipmentEventOf(dto: EquipmentEventDto, siteId: string): EquipmentEvent {
  const { eventId, equipmentId, occurredAt, type } = dto;
  const frame = { eventId, siteId, equipmentId, occurredAt };
  switch (type) {
    case 'state': return { ...frame, type, state: dto.state!, ...given({ reasonCode: dto.reasonCode, workOrderId: dto.workOrderId, operationId: dto.operationId }) };
    case 'counter': return { ...frame, type, counterId: dto.counterId!, reading: normalQuantity(dto.reading!), ...given({ isReset: dto.isReset }) };
    case 'occurrence': return { ...frame, type, code: dto.code!, severity: dto.severity!, ...given({ text: dto.text }) };
  }
}

/** Without the members that were not sent, or sent as null. */
function given<Members extends object>(members: Members): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null)) as { [Name in keyof Members]?: NonNullable<Members[Name]> };
}
