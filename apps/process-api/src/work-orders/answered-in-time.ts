import { TechnicalRetryableError } from '@plantway/canonical';
import type { CallOptions, Clock } from '@plantway/ports';

/**
 * What the ERP answers within `timeoutMs`.
 * @throws TechnicalRetryableError `ERP_UNAVAILABLE` when it has not answered by then; whatever `ask` throws
 */
export async function answeredInTime<Answer>(clock: Clock, timeoutMs: number, ask: (call: CallOptions) => Promise<Answer>): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new TechnicalRetryableError('ERP_UNAVAILABLE', `the ERP has not answered within ${timeoutMs} ms`)), { once: true }));
  return Promise.race([ask({ signal, deadlineAt: new Date(clock.now().getTime() + timeoutMs) }), late]);
}
