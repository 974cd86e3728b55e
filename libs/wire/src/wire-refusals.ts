import type { SystemFault } from '@plantway/ports';

/** What was asked: to take something, or to say what stands there. */
export type CallKind = 'read' | 'write';

/** Every answer that is documented to have taken nothing. Evidence: table "Refusals" of README.md; status and code count only together. */
const REFUSALS: readonly { readonly status: number; readonly vendorCode: string; readonly fault: SystemFault }[] = [
  { status: 401, vendorCode: 'KEY_INVALID', fault: 'ACCESS_REFUSED' },
  { status: 404, vendorCode: 'NO_SUCH_SITE', fault: 'UNAVAILABLE' },
  { status: 404, vendorCode: 'NO_SUCH_PATH', fault: 'CONTRACT_BROKEN' },
  { status: 409, vendorCode: 'MALFORMED', fault: 'CONTRACT_BROKEN' },
  { status: 413, vendorCode: 'TOO_LARGE', fault: 'CONTRACT_BROKEN' },
  { status: 429, vendorCode: 'THROTTLED', fault: 'THROTTLED' },
  { status: 503, vendorCode: 'UNAVAILABLE', fault: 'UNAVAILABLE' },
];

/** The fault that a documented refusal stands for; undefined when it is not documented for what was asked. A write that is answered 409 met a rule of the system, by a code of its own. */
export function documentedRefusal(kind: CallKind, status: number, vendorCode: string): SystemFault | undefined {
  const row = REFUSALS.find((refusal) => refusal.status === status && refusal.vendorCode === vendorCode);
  return row?.fault ?? (kind === 'write' && status === 409 ? 'REFUSED' : undefined);
}
