import type { NativeWords, ToldErrors, WireShape } from '../native-answer.js';
import { member, textOf } from './json-value.js';

/** Lines of an infolog that only repeat that it failed. */
const EMPTY_TALK = /^(validateWrite|validateField|validateDelete) failed|update has been cancell?ed|^Field update|^$/i;

/** OData: `{ error: { code: "", message, innererror: { message } } }`. There is no code: what it says stands behind "Infolog:". */
export const dynamicsOData: WireShape = (body) => {
  const error = member(body, 'error');
  const message = textOf(error, 'message');
  if (message === undefined) return undefined;
  const inner = textOf(member(error, 'innererror'), 'message');
  const code = textOf(error, 'code');
  const told = infologOf(inner ?? message);
  return { words: told.map((text): NativeWords => ({ ...(code !== undefined && { code }), text })) };
};

/** What a service of the product answers instead: `{ Message, ExceptionMessage }`. */
export const dynamicsService: WireShape = (body) => {
  const message = textOf(body, 'ExceptionMessage') ?? textOf(body, 'Message');
  const code = textOf(body, 'ExceptionType');
  return message === undefined ? undefined : { words: infologOf(message).map((text) => ({ ...(code !== undefined && { code }), text })) };
};

/** The business event that says what became of a message of the queue. It is no answer to the call that sent it: a failed one was tried three times and stands nowhere. */
export const dynamicsProcessed: WireShape = (body): ToldErrors | undefined => {
  if (textOf(body, 'MessageState') !== 'Failed') return undefined;
  return { words: infologOf(textOf(body, 'MessageInfolog') ?? '').map((text) => ({ code: 'Failed', text })) };
};

/** The lines of an infolog that say something, without their prefixes; the whole text where there is none. */
function infologOf(text: string): readonly string[] {
  const at = text.indexOf('Infolog:');
  const lines = (at < 0 ? [text] : text.slice(at + 'Infolog:'.length).split(';')).slice(0, 50).map((line) => line.trim().replace(/^(Warning|Error|Info):\s*/i, '').replace(/\.$/, ''));
  const telling = lines.filter((line) => !EMPTY_TALK.test(line));
  return telling.length > 0 ? telling : [text];
}
