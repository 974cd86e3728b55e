import { CLEAR_ALERT, RAISE_ALERT } from './alert.sql.js';
import type { Projection } from './told-event.js';

/** Ids that an alert may name: what it is about. */
const OBJECTS = ['downtimeId', 'equipmentId', 'workCenterId', 'lineId', 'workOrderId', 'operationId', 'reasonCode', 'alarmCode', 'driftId', 'messageId', 'ownerRole'];

/** What somebody has to look at now. */
export const ALERT_PROJECTION: Projection = {
  'alert.raised.v1': ({ siteId, subject, at, data }) => [{
    name: 'consumer.raise-alert', text: RAISE_ALERT,
    values: [
      siteId, data.text('alertId') ?? subject, data.text('kind') ?? 'other', data.text('severity') ?? 'warning', data.text('title') ?? data.text('kind') ?? subject,
      JSON.stringify(data.pick(OBJECTS)), data.instant('raisedAt') ?? at,
    ],
  }],
  'alert.cleared.v1': ({ siteId, subject, at, data }) => [{ name: 'consumer.clear-alert', text: CLEAR_ALERT, values: [siteId, data.text('alertId') ?? subject, data.instant('clearedAt') ?? at] }],
};
