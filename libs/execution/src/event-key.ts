import type { EquipmentEvent } from '@plantway/canonical';

/** Tells the events of one source at one site apart: each machine counts its own. */
export const eventKey = ({ equipmentId, eventId }: Pick<EquipmentEvent, 'equipmentId' | 'eventId'>): string => `${equipmentId}\n${eventId}`;
