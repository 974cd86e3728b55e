import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { ErrorCode } from '@plantway/canonical';

/** What a native error means. A refusal is sure only when status and code are the documented pair; anything else after the first byte is in doubt. */
export interface NativeRefusal {
  readonly status: number;
  readonly code: ErrorCode;
  /** How the same code is answered to a read. */
  readonly inReads?: { readonly status: number; readonly code: ErrorCode };
  /** What has no counterpart, for a mapping error: its name, and the fields of the native `info` that may hold it. */
  readonly missing?: { readonly table: string; readonly fields: readonly string[] };
}

const notFound = { status: 404, code: 'NOT_FOUND' } as const;

/**
 * Every native error that is documented to be without effect. Evidence: table "Errors" of the native wire (libs/simulation/README.md), which says
 * of these rows, told by their code, that nothing was posted. `SYS-500` is left out on purpose: it may stand.
 */
export const NATIVE_REFUSALS: Readonly<Record<string, NativeRefusal>> = {
  'ORD-001': { status: 422, code: 'ORDER_UNKNOWN', inReads: notFound },
  'ORD-010': { status: 422, code: 'ORDER_NOT_RELEASED' },
  'ORD-015': { status: 422, code: 'ORDER_ON_HOLD' },
  'ORD-020': { status: 422, code: 'ORDER_CLOSED' },
  'ORD-030': { status: 423, code: 'ORDER_LOCKED' },
  'ORD-040': { status: 422, code: 'ORDER_ALREADY_RELEASED' },
  'ORD-050': { status: 422, code: 'ERP_REFUSED' },
  'ORD-060': { status: 422, code: 'ERP_REFUSED' },
  'ORD-070': { status: 422, code: 'REVISION_STALE' },
  'PLN-001': { status: 422, code: 'PLANNED_ORDER_UNKNOWN', inReads: notFound },
  'PLN-010': { status: 422, code: 'PLANNED_ORDER_CONVERTED' },
  'PLN-020': { status: 422, code: 'ERP_REFUSED' },
  'PLN-030': { status: 422, code: 'ERP_REFUSED' },
  'STP-001': { status: 422, code: 'OPERATION_UNKNOWN' },
  'STP-010': { status: 422, code: 'OPERATION_ALREADY_FINAL' },
  'STP-020': { status: 422, code: 'PREDECESSOR_OPEN' },
  'STP-030': { status: 422, code: 'SUCCESSOR_CONFIRMED' },
  'QTY-010': { status: 422, code: 'OVER_TOLERANCE' },
  'QTY-020': { status: 422, code: 'ERP_REFUSED' },
  'QTY-030': { status: 422, code: 'BELOW_CONFIRMED' },
  'ART-001': { status: 422, code: 'ITEM_UNKNOWN', inReads: notFound },
  'CHG-001': { status: 422, code: 'LOT_UNKNOWN', inReads: notFound },
  'CHG-010': { status: 422, code: 'LOT_RESTRICTED' },
  'SER-010': { status: 422, code: 'SERIAL_INVALID' },
  'PER-010': { status: 422, code: 'PERIOD_CLOSED' },
  'PER-020': { status: 422, code: 'PERIOD_NOT_OPEN_YET' },
  'STK-010': { status: 422, code: 'STOCK_SHORT' },
  'UOM-010': { status: 422, code: 'UNIT_NOT_CONVERTIBLE', missing: { table: 'units', fields: ['uom', 'unit'] } },
  'RSN-001': { status: 422, code: 'REASON_UNKNOWN', missing: { table: 'reasons', fields: ['reason', 'reasonCode'] } },
  'STA-001': { status: 422, code: 'WORK_CENTER_UNKNOWN', missing: { table: 'stations', fields: ['station', 'workCenterId'] } },
  'CMP-010': { status: 422, code: 'ISSUE_METHOD_MIXED' },
  'FBK-001': { status: 422, code: 'NOT_FOUND', inReads: notFound },
  'FBK-010': { status: 422, code: 'ALREADY_REVERSED' },
  'SYS-400': { status: 400, code: 'ERP_CONTRACT_BROKEN' },
  'SYS-401': { status: 401, code: 'ERP_ACCESS_REFUSED' },
  'SYS-404': { status: 404, code: 'ERP_CONTRACT_BROKEN', inReads: notFound },
  'SYS-413': { status: 413, code: 'ERP_CONTRACT_BROKEN' },
  'SYS-429': { status: 429, code: 'ERP_THROTTLED' },
  'SYS-503': { status: 503, code: 'ERP_UNAVAILABLE' },
  'SYS-MNT': { status: 503, code: 'ERP_MAINTENANCE' },
};

/** The refusal that status and native code stand for together; undefined when the pair is not documented. */
export function documentedRefusal(kind: 'read' | 'write', status: number, nativeCode: string): Pick<NativeRefusal, 'code' | 'missing'> | undefined {
  const refusal = Object.hasOwn(NATIVE_REFUSALS, nativeCode) ? NATIVE_REFUSALS[nativeCode] : undefined;
  if (refusal === undefined) return undefined;
  if (kind === 'read' && refusal.inReads?.status === status) return { code: refusal.inReads.code };
  return refusal.status === status ? refusal : undefined;
}

/** Our code for a native code that is told inside a document: a goods movement that failed. */
export function codeOfNative(nativeCode: string): ErrorCode {
  return NATIVE_REFUSALS[nativeCode]?.code ?? 'ERP_REFUSED';
}

/** What to do about the code, in the catalogue's words. */
export function fixOf(code: ErrorCode): string {
  return ERROR_CATALOGUE[code].fix;
}
