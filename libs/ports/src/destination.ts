import type { MessageKind } from '@plantway/canonical';

/** The systems that a site has, as far as messages are written to them, and the gateway itself. */
export const SYSTEM_SIDES = ['erp', 'mes', 'planning', 'maintenance', 'customer', 'quality', 'gateway'] as const;
export type SystemSide = (typeof SYSTEM_SIDES)[number];

/** To which system a message of each kind is written, the same as its flow's `otherSide`; `gateway`: to none, it is finished here. */
export const SIDE_OF_KIND: Readonly<Record<MessageKind, SystemSide>> = {
  productionConfirmation: 'erp', confirmationReversal: 'erp', materialConsumption: 'erp', workOrderRelease: 'erp', workOrderChange: 'erp', plannedOrder: 'erp', plannedOrderConversion: 'erp', qualityDecision: 'erp',
  jobOrderDispatch: 'mes', replanRequest: 'planning', maintenanceRequest: 'maintenance', promiseDate: 'customer', nonconformity: 'quality',
  jobOrderAcknowledgement: 'gateway', scheduleVersion: 'gateway',
};

/** Where the messages of a lane go, as text: the site and one of its systems, "BER1 erp". All messages of a lane have the same one. */
export function destinationOf(siteId: string, kind: MessageKind): string {
  return `${siteId} ${SIDE_OF_KIND[kind]}`;
}

/** Site and system of a destination; undefined for one that an older release wrote. */
export function partsOfDestination(destination: string): { readonly siteId: string; readonly side: SystemSide } | undefined {
  const [siteId, side] = destination.split(' ');
  return siteId && SYSTEM_SIDES.includes(side as SystemSide) ? { siteId, side: side as SystemSide } : undefined;
}
