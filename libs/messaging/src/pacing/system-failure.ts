import { TechnicalRetryableError, describeError, messageError, type MessageError } from '@plantway/canonical';
import type { OtherSide } from '@plantway/ports';
import { failureWords, isLostAnswer } from '../failure.js';

/** What a failed call says of the system as a whole. */
export type SystemSign = { readonly sign: 'failed' | 'asksToWait'; readonly error: MessageError; readonly retryAfterMs?: number };

/**
 * What the failure of a call says of the system that was called: that it is away or does not answer, or asks to be left alone. Undefined when it says nothing: a refusal, a lock on one order, a fault of ours or of
 * another system.
 */
export function signOf(error: unknown, side: OtherSide): SystemSign | undefined {
  if (error instanceof TechnicalRetryableError) {
    const isOfSystem = error.code.startsWith(prefixOf(side)) && describeError(error.code)?.unblock === 'timeOnly';
    if (!isOfSystem) return undefined;
    const words = failureWords(error, side.unavailable);
    return error.retryAfterMs === undefined ? { sign: 'failed', error: words } : { sign: 'asksToWait', error: words, retryAfterMs: error.retryAfterMs };
  }
  return isLostAnswer(error) ? { sign: 'failed', error: messageError(side.answerLost, error.message) } : undefined;
}

/** Codes of a system begin with its name: "ERP_". */
function prefixOf({ unavailable }: OtherSide): string {
  return unavailable.slice(0, unavailable.length - 'UNAVAILABLE'.length);
}
