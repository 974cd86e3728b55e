import type { NativeWords, WireShape } from '../native-answer.js';
import { firstText, listOf, member, textOf } from './json-value.js';

/** "INV_CLOSED_PERIOD" or "JBO-26030" at the head of a text or in it. */
const NAME = /\b(?:JBO-\d{4,6}|(?:INV|WIE|WIS|CST|RCV|EGP|FND|GL|PJC)_[A-Z0-9_]{3,60})\b/;

/** A problem document with `o:errorDetails`; the newer framework version. */
export const oracleProblem: WireShape = (body) => {
  const title = textOf(body, 'title');
  if (title === undefined) return undefined;
  const details = listOf(member(body, 'o:errorDetails')).flatMap((detail) => {
    const text = firstText(detail, 'detail', 'title');
    return text === undefined ? [] : [named(text, textOf(detail, 'o:errorCode'))];
  });
  return { words: [...details, named(textOf(body, 'detail') ?? title, textOf(body, 'o:errorCode'))] };
};

/** The older framework version answers the bare text of the error. */
export const oracleText: WireShape = (body, { status = 0, headers }) => {
  if (status < 400 || typeof body !== 'string' || body === '' || body.length > 4_000 || body.trimStart().startsWith('<')) return undefined;
  if (!/^(application\/vnd\.oracle\.adf\.error|text\/plain)/.test(headers?.['content-type'] ?? '')) return undefined;
  return { words: [named(body)] };
};

/** A transaction that answers 2xx and says per line that it failed: the flag is a text. */
export const oracleErrorsInside: WireShape = (body, { status = 0 }) => {
  if (status >= 300) return undefined;
  const [top, ...lines] = [body, ...Object.values(typeof body === 'object' && body !== null ? body : {}).filter(Array.isArray).flatMap((list: unknown[]) => list.slice(0, 50))];
  const flags = [top, ...lines].flatMap((each) => textOf(each, 'ErrorsExistFlag') ?? []);
  if (!flags.includes('true')) return undefined;
  const failed = lines.filter((line) => textOf(line, 'ErrorsExistFlag') === 'true' || firstText(line, 'ErrorMessageNames', 'ErrorMessages') !== undefined);
  const words = (failed.length > 0 ? failed : [top]).map((line) => named(textOf(line, 'ErrorMessages') ?? '', textOf(line, 'ErrorMessageNames')));
  return { words, someStand: lines.length > 1 && failed.length < lines.length };
};

function named(text: string, told?: string): NativeWords {
  const code = told !== undefined && NAME.test(told) ? NAME.exec(told)![0] : NAME.exec(text)?.[0] ?? told;
  return { ...(code !== undefined && { code }), text };
}
