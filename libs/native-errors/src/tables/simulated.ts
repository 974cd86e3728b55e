import type { NativeErrorRow } from '../native-row.js';

const NOT_FOUND = { status: 404, means: 'NOT_FOUND' } as const;
const SAYS_SO = { effect: 'none', source: 'libs/simulation/README.md, table "Errors": nothing was posted' } as const;

/**
 * Every native error that is documented to be without effect; sure only when status and code are the documented pair. `SYS-500` is left out on purpose: it may stand.
 */
export const SIMULATED: readonly NativeErrorRow[] = [
  { code: 'ORD-001', status: [422], means: 'ORDER_UNKNOWN', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'ORD-010', status: [422], means: 'ORDER_NOT_RELEASED', ...SAYS_SO },
  { code: 'ORD-015', status: [422], means: 'ORDER_ON_HOLD', ...SAYS_SO },
  { code: 'ORD-020', status: [422], means: 'ORDER_CLOSED', ...SAYS_SO },
  { code: 'ORD-030', status: [423], means: 'ORDER_LOCKED', ...SAYS_SO },
  { code: 'ORD-040', status: [422], means: 'ORDER_ALREADY_RELEASED', ...SAYS_SO },
  { code: 'ORD-050', status: [422], means: 'ERP_REFUSED', ...SAYS_SO },
  { code: 'ORD-060', status: [422], means: 'ERP_REFUSED', ...SAYS_SO },
  { code: 'ORD-070', status: [422], means: 'REVISION_STALE', ...SAYS_SO },
  { code: 'PLN-001', status: [422], means: 'PLANNED_ORDER_UNKNOWN', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'PLN-010', status: [422], means: 'PLANNED_ORDER_CONVERTED', ...SAYS_SO },
  { code: 'PLN-020', status: [422], means: 'ERP_REFUSED', ...SAYS_SO },
  { code: 'PLN-030', status: [422], means: 'ERP_REFUSED', ...SAYS_SO },
  { code: 'STP-001', status: [422], means: 'OPERATION_UNKNOWN', ...SAYS_SO },
  { code: 'STP-010', status: [422], means: 'OPERATION_ALREADY_FINAL', ...SAYS_SO },
  { code: 'STP-020', status: [422], means: 'PREDECESSOR_OPEN', ...SAYS_SO },
  { code: 'STP-030', status: [422], means: 'SUCCESSOR_CONFIRMED', ...SAYS_SO },
  { code: 'QTY-010', status: [422], means: 'OVER_TOLERANCE', ...SAYS_SO },
  { code: 'QTY-020', status: [422], means: 'ERP_REFUSED', ...SAYS_SO },
  { code: 'QTY-030', status: [422], means: 'BELOW_CONFIRMED', ...SAYS_SO },
  { code: 'ART-001', status: [422], means: 'ITEM_UNKNOWN', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'CHG-001', status: [422], means: 'LOT_UNKNOWN', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'CHG-010', status: [422], means: 'LOT_RESTRICTED', ...SAYS_SO },
  { code: 'SER-010', status: [422], means: 'SERIAL_INVALID', ...SAYS_SO },
  { code: 'PER-010', status: [422], means: 'PERIOD_CLOSED', ...SAYS_SO },
  { code: 'PER-020', status: [422], means: 'PERIOD_NOT_OPEN_YET', ...SAYS_SO },
  { code: 'STK-010', status: [422], means: 'STOCK_SHORT', ...SAYS_SO },
  { code: 'UOM-010', status: [422], means: 'UNIT_NOT_CONVERTIBLE', missing: { table: 'units', fields: ['uom', 'unit'] }, ...SAYS_SO },
  { code: 'RSN-001', status: [422], means: 'REASON_UNKNOWN', missing: { table: 'reasons', fields: ['reason', 'reasonCode'] }, ...SAYS_SO },
  { code: 'STA-001', status: [422], means: 'WORK_CENTER_UNKNOWN', missing: { table: 'stations', fields: ['station', 'workCenterId'] }, ...SAYS_SO },
  { code: 'CMP-010', status: [422], means: 'ISSUE_METHOD_MIXED', ...SAYS_SO },
  { code: 'FBK-001', status: [422], means: 'NOT_FOUND', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'FBK-010', status: [422], means: 'ALREADY_REVERSED', ...SAYS_SO },
  { code: 'SYS-400', status: [400], means: 'ERP_CONTRACT_BROKEN', ...SAYS_SO },
  { code: 'SYS-401', status: [401], means: 'ERP_ACCESS_REFUSED', ...SAYS_SO },
  { code: 'SYS-404', status: [404], means: 'ERP_CONTRACT_BROKEN', inReads: NOT_FOUND, ...SAYS_SO },
  { code: 'SYS-413', status: [413], means: 'ERP_CONTRACT_BROKEN', ...SAYS_SO },
  { code: 'SYS-429', status: [429], means: 'ERP_THROTTLED', ...SAYS_SO },
  { code: 'SYS-503', status: [503], means: 'ERP_UNAVAILABLE', ...SAYS_SO },
  { code: 'SYS-MNT', status: [503], means: 'ERP_MAINTENANCE', ...SAYS_SO },
];
