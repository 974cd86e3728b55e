import { randomFillSync } from 'node:crypto';

/** Place of a call in a distributed trace. Source: W3C Trace Context, traceparent. */
export interface TraceParent {
  /** 32 lower-case hex digits, not all zero. */
  readonly traceId: string;
  /** Span of the caller: 16 lower-case hex digits, not all zero. */
  readonly parentId: string;
  readonly sampled: boolean;
}

const TRACE_PARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** The caller's trace, or undefined when the header is absent or invalid; a future version is read by its first four fields. */
export function parseTraceParent(header: string | readonly string[] | undefined): TraceParent | undefined {
  const match = typeof header === 'string' && header.length <= 256 ? TRACE_PARENT.exec(header) : null;
  if (match === null) return undefined;
  const [, version, traceId = '', parentId = '', flags = '', rest] = match;
  if (version === 'ff' || (version === '00' && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

/** A header for a call of our own within `trace`, or the start of a new, unsampled trace. */
export function nextTraceParent(trace: TraceParent | undefined): string {
  return `00-${trace?.traceId ?? randomHex(16)}-${randomHex(8)}-${trace?.sampled === true ? '01' : '00'}`;
}

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** Random bytes as hex, drawn from a pool: one draw of many costs as much as one of a few. */
function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
