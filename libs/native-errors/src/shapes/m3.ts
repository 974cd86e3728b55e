import type { NativeWords, WireShape } from '../native-answer.js';
import { firstText, listOf, member, textOf } from './json-value.js';

/** v2: lines under `results` with 200, or the fields of the error at the top with 400. */
export const m3Version2: WireShape = (body) => {
  const results = member(body, 'results');
  if (results === undefined) {
    const words = wordsOf(body, 'errorType', 'errorCode', 'errorMessage', 'errorField');
    return words && { words: [words] };
  }
  const failed = listOf(results).flatMap((line) => wordsOf(line, 'errorType', 'errorCode', 'errorMessage', 'errorField') ?? []);
  const terminated = member(body, 'wasTerminated') === true;
  const failures = Number(textOf(body, 'nrOfFailedTransactions') ?? (failed.length > 0 ? 1 : 0));
  if (!terminated && !(failures > 0)) return undefined;
  const reason = textOf(body, 'terminationReason');
  const stopped: readonly NativeWords[] = terminated ? [{ code: textOf(body, 'terminationErrorType') ?? 'wasTerminated', text: reason ?? '' }] : [];
  const words = [...failed, ...stopped];
  return { words: words.length > 0 ? words : [{ text: '' }], someStand: Number(textOf(body, 'nrOfSuccessfullTransactions') ?? 0) > 0 };
};

/** v1: 200 with `@type` ServerReturnedNOK. */
export const m3Version1: WireShape = (body) => {
  const type = textOf(body, '@type');
  if (type === undefined || type === 'ServerReturnedOK') return undefined;
  const words = wordsOf(body, '@type', '@code', 'Message', '@field');
  return words && { words: [words], someStand: listOf(member(body, 'MIRecord')).length > 0 };
};

/** The id of the message says most; a failure of the call itself has only its type. Texts come padded. */
function wordsOf(value: unknown, type: string, code: string, message: string, field: string): NativeWords | undefined {
  const id = firstText(value, code, type);
  if (id === undefined) return undefined;
  const named = textOf(value, field);
  return { code: id.trim(), text: (textOf(value, message) ?? '').trim().replace(/\s{2,}/g, ' '), ...(named !== undefined && { info: { field: named.trim() } }) };
}
