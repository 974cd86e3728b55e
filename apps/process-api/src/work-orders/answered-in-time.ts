import { TechnicalRetryableError } from '@plantway/canonical';
import { ERP_SIDE, type CallOptions, type Clock, type OtherSide } from '@plantway/ports';

/**
 * What a system answers within `timeoutMs`; the ERP when none is named.
 * @throws TechnicalRetryableError `ERP_UNAVAILABLE`, or that of the other system, when it has not answered by then; whatever `ask` throws
 */
export async function answeredInTime<Answer>(clock: Clock, timeoutMs: number, ask: (call: CallOptions) => Promise<Answer>, { name, unavailable }: OtherSide = ERP_SIDE): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new TechnicalRetryableError(unavailable, `the ${name} has not answered within ${timeoutMs} ms`)), { once: true }));
  return Promise.race([ask({ signal, deadlineAt: new Date(clock.now().getTime() + timeoutMs) }), late]);
}
