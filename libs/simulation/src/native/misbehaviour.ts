import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFault } from './fault-plan.js';
import { NativeFault } from './native-fault.js';
import { drip, staySilent, write, writeHalf } from './native-response.js';
import type { NativeAnswer } from './native-route.js';

const HTML_PAGE = '<!doctype html><html><head><title>Gateway</title></head><body><h1>The service cannot be shown</h1></body></html>';
/** Long enough that the caller leaves first. */
const FOR_EVER_MS = 3_600_000;

/** One request that meets a fault. */
export interface FaultyExchange {
  readonly fault: PlannedFault;
  readonly response: ServerResponse;
  readonly isWrite: boolean;
  /** "" when the request is about no order. */
  readonly orderNo: string;
  /** What a healthy ERP would do; a write that comes too late for `longestWriteMs` is refused. */
  readonly handle: () => Promise<NativeAnswer>;
  /** The longest one write may take, in milliseconds. */
  readonly longestWriteMs: number;
  /** Aborted when the server stops or restarts. */
  readonly ends: AbortSignal;
  /** Cuts every connection, stays away for so long, and comes back from the journals. */
  readonly restart: (awayMs: number) => void;
}

/** Does what the fault says. Answers undefined when it has dealt with the response. @throws NativeFault */
export async function misbehave({ fault, response, isWrite, orderNo, handle, longestWriteMs, ends, restart }: FaultyExchange): Promise<NativeAnswer | undefined> {
  const retryAfter = { 'retry-after': String(fault.retryAfterSeconds ?? 1) };
  const delayMs = fault.delayMs ?? 1_000;
  switch (fault.kind) {
    case 'commit-and-stay-silent':
      await refusedOrPosted(handle);
      return done(staySilent(response, fault.delayMs ?? FOR_EVER_MS, ends));
    case 'lose-request': return done(staySilent(response, fault.delayMs ?? FOR_EVER_MS, ends));
    case 'fail-after-commit':
      await handle();
      throw new NativeFault(500, 'SYS-500', 'Internal error.');
    case 'late-commit':
      await sleep(Math.min(delayMs, longestWriteMs + 1), undefined, { signal: ends }).catch(() => { throw new NativeFault(503, 'SYS-503', 'The ERP is stopping.'); });
      return handle();
    case 'html': return done(write(response, { status: 502, body: HTML_PAGE }));
    case 'html-after-commit':
      await handle();
      return done(write(response, { status: 200, body: HTML_PAGE }));
    case 'wrong-stamp-after-commit': return garbled(await handle(), { entered: '20261122T240000+0100' });
    case 'wrong-number-after-commit': return garbled(await handle(), { asEntered: { goodQty: '1.2.3', goodUom: 'PC', reworkQty: '0', reworkUom: 'PC', scraps: [] } });
    case 'half-body': return done(writeHalf(response, isWrite ? { status: 503, body: new NativeFault(503, 'SYS-503', 'The ERP is overloaded.').body } : await handle()));
    case 'half-body-after-commit': return done(writeHalf(response, await handle()));
    case 'slow-drip': return done(drip(response, await handle(), delayMs, ends));
    case 'unavailable': throw new NativeFault(503, 'SYS-503', 'The ERP is overloaded.');
    case 'throttle': throw new NativeFault(429, 'SYS-429', 'Too many requests.', {}, retryAfter);
    case 'maintenance': throw new NativeFault(503, 'SYS-MNT', 'The ERP is in maintenance.', {}, retryAfter);
    case 'lock': throw new NativeFault(423, 'ORD-030', `Order ${orderNo} is locked by MILLER.`, { orderNo, user: 'MILLER' });
    case 'restart': return done(restart(delayMs));
  }
}

/** The response was dealt with. */
async function done(dealt: Promise<void> | void): Promise<undefined> {
  await dealt;
  return undefined;
}

/** The answer with fields that no reader of the wire can take. */
function garbled({ status, body }: NativeAnswer, fields: Readonly<Record<string, unknown>>): NativeAnswer {
  return { status, body: { ...(body as Readonly<Record<string, unknown>>), ...fields } };
}

/** Runs a write whose answer nobody will see. */
async function refusedOrPosted(handle: () => Promise<NativeAnswer>): Promise<void> {
  await handle().catch((error: unknown) => {
    if (!(error instanceof NativeFault)) throw error;
  });
}
