import type { ErrorCode } from '@plantway/canonical';

/** What was asked of the MES: to take something, or to say what stands there. */
export type CallKind = 'read' | 'write';

interface DocumentedRefusal {
  readonly status: number;
  readonly mesCode: string;
  readonly code: ErrorCode;
  /** Absent: of both. */
  readonly of?: CallKind;
}

/** Every answer that is documented to have taken nothing. Evidence: table "Answers" of README.md; status and code count only together. */
const REFUSALS: readonly DocumentedRefusal[] = [
  { status: 422, mesCode: 'REFUSED', code: 'MES_REFUSED', of: 'write' },
  { status: 400, mesCode: 'MALFORMED', code: 'MES_CONTRACT_BROKEN' },
  { status: 401, mesCode: 'SIGNATURE_INVALID', code: 'MES_ACCESS_REFUSED' },
  { status: 404, mesCode: 'NO_SUCH_SITE', code: 'MES_UNAVAILABLE' },
  { status: 429, mesCode: 'THROTTLED', code: 'MES_THROTTLED' },
  { status: 503, mesCode: 'UNAVAILABLE', code: 'MES_UNAVAILABLE' },
];

/** The code of ours for a documented refusal; undefined when the pair is not documented for what was asked. */
export function documentedRefusal(kind: CallKind, status: number, mesCode: string): ErrorCode | undefined {
  return REFUSALS.find((row) => row.status === status && row.mesCode === mesCode && (row.of ?? kind) === kind)?.code;
}
