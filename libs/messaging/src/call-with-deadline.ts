import type { Clock } from '@plantway/ports';

/** Reason of an abort that nobody looks at; without one, each abort costs an error with its stack. */
const OVER = 'over';

/** What a call brought after nobody waited for it any more. */
export type LateAnswer = { readonly answer: unknown } | { readonly failure: unknown };

/** The call did not end before its deadline; also the reason of its abort. */
export class CallAbandonedError extends Error {
  override readonly name = 'CallAbandonedError';
}

export interface CallLimits {
  /** The call is aborted after so many milliseconds. */
  readonly deadlineMs: number;
  /** And is left alone when it has not ended so many milliseconds later. */
  readonly graceMs: number;
}

/**
 * Calls with a deadline for the whole of it. A call that does not obey its abort is abandoned; `late` hears what it brings in the end.
 * @throws CallAbandonedError, or what the call throws
 */
export async function callWithDeadline<Value>(clock: Clock, limits: CallLimits, call: (signal: AbortSignal) => Promise<Value>, late: (answer: LateAnswer) => void = () => undefined): Promise<Value> {
  const deadline = new AbortController();
  const over = new AbortController();
  let abandoned = false;
  const calling = (async () => call(deadline.signal))();
  calling.then((answer) => { if (abandoned) late({ answer }); }, (failure: unknown) => { if (abandoned) late({ failure }); });
  const abandoning = (async () => {
    await clock.sleep(limits.deadlineMs, over.signal);
    if (!over.signal.aborted) deadline.abort(new CallAbandonedError(`no answer within ${limits.deadlineMs} ms`));
    await clock.sleep(limits.graceMs, over.signal);
    if (over.signal.aborted) return undefined;
    abandoned = true;
    return new CallAbandonedError(`no answer within ${limits.deadlineMs} ms, and none in the ${limits.graceMs} ms after the abort`);
  })();
  try {
    const first = await Promise.race([calling, abandoning]);
    if (abandoned && first instanceof CallAbandonedError) throw first;
    return first as Value;
  } finally {
    over.abort(OVER);
  }
}
