import type { NativeErrorRow } from '../native-row.js';

const SEEN = 'public integrator material: seen on real systems';
const TEXT = 'assumed: the usual English text; the id tells the object, and ids vary by program';

/** Infor M3. A NOK is an answer of the program with nothing posted; ids are told where they are known, otherwise the text. */
export const INFOR_M3: readonly NativeErrorRow[] = [
  { code: 'XAU0008', means: 'ERP_ACCESS_REFUSED', effect: 'none', source: SEEN },
  { code: /^(TransactionNotFound|MandatoryInputFieldNotFound|InputFieldTooLong|ProgramNotFound)$/, means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: `${SEEN}: our call is wrong` },
  { status: [403], text: /csrf/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: 'the vendor\'s client library: a token is fetched anew' },
  { text: /\b([Ii]n use|locked|being updated|being processed) by ((the )?(user|job) |[A-Z][A-Z0-9]{1,9}\b(?! [a-z]))|[Rr]ecord (is )?(locked|in use)/, means: 'ORDER_LOCKED', effect: 'none', source: TEXT },
  { text: /(connection|session) .{0,40}(lost|broken|timed out|terminated)|timed out|job .{0,20}ended abnormally/i, means: 'ERP_ANSWER_LOST', effect: 'unknown', source: 'assumed: it broke off, and nobody says where' },
  { text: /not authori[sz]ed|no authority|authority missing/i, means: 'ERP_ACCESS_REFUSED', effect: 'none', source: TEXT },
  { text: /period .{0,60}(is not (yet )?open|not opened|future)/i, means: 'PERIOD_NOT_OPEN_YET', effect: 'none', source: TEXT },
  { text: /(period|date) .{0,60}(closed|locked for|earlier than)/i, means: 'PERIOD_CLOSED', effect: 'none', source: TEXT },
  { text: /on-?hand balance .{0,60}(too low|less|negative|insufficient)|balance .{0,40}(negative|not sufficient)|insufficient (stock|balance|quantity)/i, means: 'STOCK_SHORT', effect: 'none', source: TEXT },
  { text: /lot .{0,60}(status|blocked|rejected|inspection|not approved)/i, means: 'LOT_RESTRICTED', effect: 'none', source: TEXT },
  { text: /lot .{0,60}(does not exist|must be entered|is invalid|not found)/i, means: 'LOT_UNKNOWN', effect: 'none', source: TEXT },
  { text: /serial number/i, means: 'SERIAL_INVALID', effect: 'none', source: TEXT },
  { text: /order .{0,60}(not (been )?released|status is too low|preliminary)/i, means: 'ORDER_NOT_RELEASED', effect: 'none', source: TEXT },
  { text: /order .{0,60}(closed|completed|status is too high|deleted)/i, means: 'ORDER_CLOSED', effect: 'none', source: TEXT },
  { text: /operation .{0,60}(already (completed|reported)|is completed|is closed)/i, means: 'OPERATION_ALREADY_FINAL', effect: 'none', source: TEXT },
  { text: /previous operation|preceding operation/i, means: 'PREDECESSOR_OPEN', effect: 'none', source: TEXT },
  { text: /quantity .{0,80}(exceeds|greater than|too (large|high)|over)/i, means: 'OVER_TOLERANCE', effect: 'none', source: TEXT },
  { text: /operation .{0,60}(does not exist|not found|is invalid)/i, means: 'OPERATION_UNKNOWN', effect: 'none', source: TEXT },
  { text: /(manufacturing|MO|order) .{0,60}(does not exist|not found)/i, means: 'ORDER_UNKNOWN', effect: 'none', source: TEXT, inReads: { status: 200, means: 'NOT_FOUND' } },
  { text: /item .{0,60}(does not exist|not found|is invalid)/i, means: 'ITEM_UNKNOWN', effect: 'none', source: TEXT, inReads: { status: 200, means: 'NOT_FOUND' } },
  { text: /work cent(er|re) .{0,60}(does not exist|not found|is invalid)/i, means: 'WORK_CENTER_UNKNOWN', effect: 'none', source: TEXT },
  { text: /(reject )?reason .{0,60}(does not exist|is invalid|not found)/i, means: 'REASON_UNKNOWN', effect: 'none', source: TEXT },
  { text: /unit .{0,60}(does not exist|is invalid|conver)/i, means: 'UNIT_NOT_CONVERTIBLE', effect: 'none', source: TEXT },
  { code: 'XIM0002', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: an id is invalid` },
  { code: 'CPF9898', means: 'ERP_REFUSED', effect: 'none', source: `${SEEN}: the text is all there is` },
];
