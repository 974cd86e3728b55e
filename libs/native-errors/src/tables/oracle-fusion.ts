import type { NativeErrorRow } from '../native-row.js';

const NAME = 'assumed: the usual message name or text; only that names are the stable part is known';
const ADF = 'Oracle ADF error messages reference';

/** Oracle Fusion. Business failures come inside a 2xx as well as with 400; the message name is the stable part. */
export const ORACLE_FUSION: readonly NativeErrorRow[] = [
  { code: 'JBO-26030', means: 'ORDER_LOCKED', effect: 'none', source: `${ADF}: the row is locked by another user` },
  { code: 'JBO-25014', means: 'REVISION_STALE', effect: 'none', source: `${ADF}: another user has changed the row` },
  { code: 'JBO-27014', means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${ADF}: a required attribute is missing` },
  { code: /^JBO-(25009|27018|25058)$/, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${ADF}: an attribute is unknown or cannot be read` },
  { code: /^JBO-(26061|26041|28033)$/, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: `${ADF}: the database failed below the service` },
  { text: /another user holds the lock|locked by another (user|session)|resource busy|ORA-00054/i, means: 'ORDER_LOCKED', effect: 'none', source: NAME },
  { text: /ORA-000(60)|ORA-0(3113|3135|4068)|transaction (timed out|was rolled back)|timed out/i, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: 'assumed: it broke off, and nobody says where' },
  { text: /(do not|don't) have (the )?(privilege|permission|access)|not authori[sz]ed|insufficient privilege/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: NAME },
  { text: /URL request parameter .{0,60}cannot be used|unknown attribute|attribute .{0,60}(is not defined|is invalid for)|action not supported/i, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: 'Oracle REST reference for the unsupported action; texts assumed' },
  { code: /^INV_.*(PERIOD|PRDCODE)/, means: 'PERIOD_CLOSED', effect: 'none', source: NAME },
  { text: /(period|(transaction|accounting|posting) date) .{0,80}(not open|closed)|no open (accounting |inventory )?period/i, means: 'PERIOD_CLOSED', effect: 'none', source: NAME },
  { text: /future (accounting |inventory )?period|date .{0,40}is in the future/i, means: 'PERIOD_NOT_OPEN_YET', effect: 'none', source: NAME },
  { text: /lot .{0,80}(status|restrict|hold|disallow)/i, means: 'LOT_RESTRICTED', effect: 'none', source: NAME },
  { code: /^INV_.*LOT/, means: 'LOT_UNKNOWN', effect: 'none', source: NAME },
  { text: /lot .{0,80}(invalid|not valid|does ?n.t exist|is required)/i, means: 'LOT_UNKNOWN', effect: 'none', source: NAME },
  { code: /^INV_.*SER/, means: 'SERIAL_INVALID', effect: 'none', source: NAME },
  { text: /serial number/i, means: 'SERIAL_INVALID', effect: 'none', source: NAME },
  { code: /^INV_.*(NEG|ONHAND|QTY_AVAIL|INSUFF)/, means: 'STOCK_SHORT', effect: 'none', source: NAME },
  { text: /(exceeds|greater than) .{0,60}(available|on-?hand)|negative (balance|inventory)|insufficient (quantity|on-?hand)/i, means: 'STOCK_SHORT', effect: 'none', source: NAME },
  { text: /work order .{0,80}(unreleased|not released|isn.t released)/i, means: 'ORDER_NOT_RELEASED', effect: 'none', source: NAME },
  { text: /work order .{0,80}(on hold)/i, means: 'ORDER_ON_HOLD', effect: 'none', source: NAME },
  { text: /work order .{0,80}(closed|cancell?ed|completed)/i, means: 'ORDER_CLOSED', effect: 'none', source: NAME },
  { text: /quantity .{0,80}(exceeds|greater than|more than).{0,80}(tolerance|overcompletion|operation|READY)/i, means: 'OVER_TOLERANCE', effect: 'none', source: NAME },
  { text: /operation .{0,60}(invalid|not valid|does ?n.t exist)/i, means: 'OPERATION_UNKNOWN', effect: 'none', source: NAME },
  { text: /work order .{0,60}(invalid|not valid|does ?n.t exist)/i, means: 'ORDER_UNKNOWN', effect: 'none', source: NAME },
  { text: /item .{0,60}(invalid|not valid|does ?n.t exist|isn.t assigned)/i, means: 'ITEM_UNKNOWN', effect: 'none', source: NAME },
  { text: /reason .{0,60}(invalid|not valid|does ?n.t exist)/i, means: 'REASON_UNKNOWN', effect: 'none', source: NAME },
  { text: /unit of measure .{0,60}(invalid|not valid|does ?n.t exist|convert)/i, means: 'UNIT_NOT_CONVERTIBLE', effect: 'none', source: NAME },
  { text: /(resource|work cent(er|re)) .{0,60}(invalid|not valid|does ?n.t exist)/i, means: 'WORK_CENTER_UNKNOWN', effect: 'none', source: NAME },
];
