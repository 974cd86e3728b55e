import type { NativeErrorRow } from '../native-row.js';

const SEEN = 'public integrator material: seen on real systems';
const TEXT = 'assumed: the usual English infolog text; it has no code';

/** Dynamics 365. There is no code: the infolog is the only content, in the language of the integration user, who is to have English. */
export const DYNAMICS_365: readonly NativeErrorRow[] = [
  { status: [403], text: /authori[sz]|access denied|permission|forbidden|privilege/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: 'Microsoft Learn: 403 is a matter of set-up' },
  { text: /update conflict occurred due to another user/i, means: 'ORDER_LOCKED', effect: 'none', source: `${SEEN}: it goes when tried again` },
  { text: /deadlock|record .{0,60}(is )?locked by|another user .{0,40}(changed|updated|holds)/i, means: 'ORDER_LOCKED', effect: 'none', source: TEXT },
  { text: /session .{0,40}(expired|terminated)|connection .{0,40}(lost|broken)|timeout expired|timed out/i, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: 'assumed: it broke off, and nobody says where' },
  { text: /not authori[sz]ed|access denied|(do not|don't) have (sufficient )?(permission|access|rights)/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: TEXT },
  { text: /resource not found for the segment|request uri is not valid|does not support (insert|update|delete)|property .{0,60}does not exist on type|invalid json/i, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: 'Microsoft Learn for OData; texts assumed' },
  { text: /period .{0,80}(closed|on hold|stopped|permanently)/i, means: 'PERIOD_CLOSED', effect: 'none', source: TEXT },
  { text: /period .{0,80}not (yet )?open|future period/i, means: 'PERIOD_NOT_OPEN_YET', effect: 'none', source: TEXT },
  { text: /cannot be (picked|reduced|reserved) because only|only .{0,40}(is|are) available|not enough (inventory|stock)|insufficient .{0,20}on-?hand|cannot go below zero|physical negative/i, means: 'STOCK_SHORT', effect: 'none', source: TEXT },
  { text: /batch .{0,80}(disposition|unavailable|blocked|on hold|quarantine)|inventory status .{0,60}block/i, means: 'LOT_RESTRICTED', effect: 'none', source: TEXT },
  { text: /batch .{0,80}(does not exist|not found|must be (specified|filled|entered))/i, means: 'LOT_UNKNOWN', effect: 'none', source: TEXT },
  { text: /serial number/i, means: 'SERIAL_INVALID', effect: 'none', source: TEXT },
  { text: /(production|order) .{0,80}status .{0,60}(created|estimated|scheduled)|must be (released|started)|not (been )?(released|started)/i, means: 'ORDER_NOT_RELEASED', effect: 'none', source: TEXT },
  { text: /(production|order) .{0,80}(\bended\b|status .{0,40}\bcompleted\b)/i, means: 'ORDER_CLOSED', effect: 'none', source: TEXT },
  { text: /(over-?delivery|exceeds .{0,60}(quantity|percentage)|more than the started quantity|reported as finished exceeds)/i, means: 'OVER_TOLERANCE', effect: 'none', source: TEXT },
  { text: /previous operation|preceding operation/i, means: 'PREDECESSOR_OPEN', effect: 'none', source: TEXT },
  { text: /operation .{0,80}(is completed|already (been )?(reported|completed|ended))/i, means: 'OPERATION_ALREADY_FINAL', effect: 'none', source: TEXT },
  { text: /operation .{0,80}(does not exist|not found)/i, means: 'OPERATION_UNKNOWN', effect: 'none', source: TEXT },
  { text: /(production order|production) .{0,80}(does not exist|not found)/i, means: 'ORDER_UNKNOWN', effect: 'none', source: TEXT },
  { text: /unit .{0,60}(conversion|does not exist|not found)/i, means: 'UNIT_NOT_CONVERTIBLE', effect: 'none', source: TEXT },
  { text: /item( number)? .{0,80}(does not exist|not found|not released)/i, means: 'ITEM_UNKNOWN', effect: 'none', source: TEXT },
  { text: /resource .{0,80}(does not exist|not found)/i, means: 'WORK_CENTER_UNKNOWN', effect: 'none', source: TEXT },
  { text: /error cause .{0,60}(does not exist|not found|not valid)/i, means: 'REASON_UNKNOWN', effect: 'none', source: TEXT },
  { text: /is blocked for/i, means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: the item is blocked for the process` },
];
