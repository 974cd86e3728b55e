import type { NativeWords, WireShape } from '../native-answer.js';
import { listOf, member, textOf } from './json-value.js';

/** Wrappers that say nothing by themselves: the code that tells stands in the details. */
const WRAPPER = /^\/IWBEP\/CX_|^\/IWBEP\/CM_MGW_RT\/02/;

/**
 * OData V2 and V4: `{ error: { code, message, innererror: { errordetails: [] } } }`. `message` is a text, `{ lang, value }`, or a list of languages.
 * Source: the services' own description for code and message; details as integrators have seen them.
 */
export const sapOData: WireShape = (body) => {
  const error = member(body, 'error');
  const outer = wordsOf(error);
  if (outer === undefined) return undefined;
  const details = [...listOf(member(member(error, 'innererror'), 'errordetails')), ...listOf(member(error, 'details'))]
    .filter((detail) => !/^(info|warning|success|I|W|S)$/i.test(textOf(detail, 'severity') ?? ''))
    .flatMap((detail) => wordsOf(detail) ?? []);
  const telling = details.filter(({ code }) => !WRAPPER.test(code ?? ''));
  return { words: WRAPPER.test(outer.code ?? '') ? [...telling, outer] : [outer, ...telling] };
};

/** A function import that answers 200 and says E (error) or A (abort) inside. */
export const sapFunctionMessage: WireShape = (body, { status }) => {
  if (status === undefined || status >= 300) return undefined;
  const answer = member(body, 'd');
  for (const candidate of [answer, ...Object.values((typeof answer === 'object' && answer !== null ? answer : {}) as Readonly<Record<string, unknown>>)]) {
    const type = textOf(candidate, 'SystemMessageType');
    if (type !== 'E' && type !== 'A') continue;
    const code = `${textOf(candidate, 'SystemMessageIdentification') ?? ''}/${textOf(candidate, 'SystemMessageNumber') ?? ''}`;
    return { words: [{ code, text: textOf(candidate, 'SystemMessageText') ?? '' }] };
  }
  return undefined;
};

/** A SOAP 1.1 or 1.2 fault. */
export const sapSoapFault: WireShape = (body) => {
  if (typeof body !== 'string' || !/<(?:[\w-]{1,20}:)?Fault[\s>]/.test(body)) return undefined;
  const code = element(body, 'faultcode') ?? element(body, 'Value');
  return { words: [{ ...(code !== undefined && { code }), text: element(body, 'faultstring') ?? element(body, 'Text') ?? '' }] };
};

function wordsOf(error: unknown): NativeWords | undefined {
  const code = textOf(error, 'code');
  if (code === undefined) return undefined;
  const message = member(error, 'message');
  const text = typeof message === 'string' ? message : textOf(message, 'value') ?? textOf(listOf(message)[0], 'value') ?? '';
  return { code, text };
}

/** Text of the first element of a name, whatever its prefix; no markup in it, at most 2,000 characters. */
function element(xml: string, name: string): string | undefined {
  return new RegExp(`<(?:[\\w-]{1,20}:)?${name}(?:\\s[^>]{0,200})?>([^<]{0,2000})<`).exec(xml)?.[1]?.trim();
}
