import type { StoredEvent } from '@plantway/events';
import { ALERT_PROJECTION } from './alert.projection.js';
import type { Change } from './change.js';
import { DOWNTIME_PROJECTION } from './downtime.projection.js';
import { HOLD_PROJECTION } from './hold.projection.js';
import { MESSAGE_PROJECTION } from './message.projection.js';
import { PLANNING_PROJECTION } from './planning.projection.js';
import { toldEvent, type Projection } from './told-event.js';
import { WORK_ORDER_PROJECTION } from './work-order.projection.js';

const BY_TYPE: Projection = { ...WORK_ORDER_PROJECTION, ...PLANNING_PROJECTION, ...DOWNTIME_PROJECTION, ...HOLD_PROJECTION, ...ALERT_PROJECTION, ...MESSAGE_PROJECTION };

/** What an event changes in the projections, in order; nothing for a type that they do not know. It never fails: what cannot be read of an event is left out, at every reading alike. */
export function projectEvent(stored: StoredEvent): readonly Change[] {
  return Object.hasOwn(BY_TYPE, stored.event.type) ? BY_TYPE[stored.event.type](toldEvent(stored)) : [];
}
