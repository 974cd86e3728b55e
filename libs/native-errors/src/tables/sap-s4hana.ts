import type { NativeErrorRow } from '../native-row.js';

const SEEN = 'public integrator material: seen on real systems';
const TEXT = 'assumed: the usual English text; class and number vary by release';

/** SAP S/4HANA. Status is 4xx for business and technical failures alike, so the code tells; texts only where the number is not known for sure. */
export const SAP_S4HANA: readonly NativeErrorRow[] = [
  // What was never tried.
  { status: [403], header: ['x-csrf-token', 'required'], means: 'ERP_ACCESS_REFUSED', effect: 'none', source: `${SEEN}: a stale token; fetched anew, it goes` },
  { code: '/IWFND/MED/170', means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${SEEN}: no such service` },
  { code: /^CX_SADL_ENTITY_CUD_DISABLED/, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${SEEN}: the entity takes no such write` },
  { code: 'API_PRD_MSG/003', means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${SEEN}: several products in one change set` },
  { status: [423], means: 'ORDER_LOCKED', effect: 'none', source: `${SEEN}: the one status that real clients try again` },
  { code: /^\/IWBEP\/CM_COS\/00/, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: 'SAP Gateway help, idempotent services: the request id was processed before, or its answer is not kept' },
  // Technical, told with a 4xx.
  { text: /\b(is|are) (currently |already )?(being )?(locked|processed|edited) by ((the )?user |[A-Z][A-Z0-9_]{1,11}\b(?! [a-z]))/, means: 'ORDER_LOCKED', effect: 'none', source: TEXT },
  { text: /\block(ed)? (could not be set|not possible|table overflow)/i, means: 'ORDER_LOCKED', effect: 'none', source: TEXT },
  { text: /time limit exceeded|deadlock|connection (to .{0,40})?(closed|lost|broken)|update was terminated/i, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: 'assumed: it broke off, and nobody says where' },
  { text: /no authori[sz]ation|not authori[sz]ed|authori[sz]ation (is )?missing/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: TEXT },
  // Business.
  { code: 'M7/053', means: 'PERIOD_CLOSED', effect: 'none', source: `${SEEN}, several systems` },
  { code: 'M7/021', means: 'STOCK_SHORT', effect: 'none', source: 'SAP help for the rule; integrators for the wire' },
  { code: 'M7/360', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: material of the purchase order and the posting differ` },
  { code: 'M7/502', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: base date before today` },
  { code: 'MM_IM_ODATA_API_MDOC/011', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: field not allowed for the movement type` },
  { code: 'PP_ODATA_API_PRODORD/106', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: nothing was changed` },
  { code: /^M3\/305$|^M7\/001$/, means: 'ITEM_UNKNOWN', effect: 'none', source: TEXT },
  { text: /posting only possible in periods|period \S+ is not open|posting period .{0,40}(is )?(not open|closed)/i, means: 'PERIOD_CLOSED', effect: 'none', source: TEXT },
  { text: /deficit of|stock .{0,60}(is )?(not sufficient|exceeded|insufficient)/i, means: 'STOCK_SHORT', effect: 'none', source: TEXT },
  { text: /batch .{0,60}(restricted|blocked|locked|quality inspection)/i, means: 'LOT_RESTRICTED', effect: 'none', source: TEXT },
  { text: /batch .{0,60}(does not exist|not (found|defined|maintained))|(enter|specify) (a |the )?batch/i, means: 'LOT_UNKNOWN', effect: 'none', source: TEXT },
  { text: /serial number .{0,80}(already|does not exist|not|differs)|number of serial numbers/i, means: 'SERIAL_INVALID', effect: 'none', source: TEXT },
  { text: /order .{0,60}(is )?not (yet )?(been )?released|has not been released|not permitted.{0,40}\bCRTD\b/i, means: 'ORDER_NOT_RELEASED', effect: 'none', source: TEXT },
  { text: /order \S+ is locked\.?$|\bLKD\b/i, means: 'ORDER_ON_HOLD', effect: 'none', source: `${TEXT}: the status that a planner sets and takes away` },
  { text: /order .{0,60}(technically completed|closed|deletion flag)|\b(TECO|CLSD|DLFL)\b/i, means: 'ORDER_CLOSED', effect: 'none', source: TEXT },
  { text: /(already|been) (been )?finally confirmed|final confirmation .{0,40}exists/i, means: 'OPERATION_ALREADY_FINAL', effect: 'none', source: TEXT },
  { text: /already (been )?(cancell?ed|reversed)/i, means: 'ALREADY_REVERSED', effect: 'none', source: TEXT },
  { text: /predecessor|preceding operation/i, means: 'PREDECESSOR_OPEN', effect: 'none', source: TEXT },
  { text: /(over|under)deliver|exceed\w* .{0,40}tolerance|tolerance .{0,40}exceeded/i, means: 'OVER_TOLERANCE', effect: 'none', source: TEXT },
  { text: /operation .{0,60}(does not exist|not found)/i, means: 'OPERATION_UNKNOWN', effect: 'none', source: TEXT },
  { text: /order .{0,60}(does not exist|not found)/i, means: 'ORDER_UNKNOWN', effect: 'none', source: TEXT, inReads: { status: 404, means: 'NOT_FOUND' } },
  { text: /material .{0,60}(does not exist|not (maintained|found|activated))/i, means: 'ITEM_UNKNOWN', effect: 'none', source: TEXT, inReads: { status: 404, means: 'NOT_FOUND' } },
  { text: /work cent(er|re) .{0,60}(does not exist|not found)/i, means: 'WORK_CENTER_UNKNOWN', effect: 'none', source: TEXT },
  { text: /reason .{0,60}(does not exist|not (defined|allowed|found))/i, means: 'REASON_UNKNOWN', effect: 'none', source: TEXT },
  { text: /unit .{0,60}(not (defined|convertible|maintained|found)|cannot be converted)|no conversion .{0,40}unit/i, means: 'UNIT_NOT_CONVERTIBLE', effect: 'none', source: TEXT },
  { text: /property .{0,60}(invalid|not (found|exist))|malformed|invalid (uri|token|key predicate)|resource not found for segment/i, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: TEXT },
];
