import { ERROR_CATALOGUE, type Effect, type ErrorCode, type ErrorKind } from '@plantway/canonical';
import type { NativeAnswer, NativeWords, ToldErrors, Vendor } from './native-answer.js';
import type { NativeErrorRow } from './native-row.js';
import { VENDOR_WORDS } from './vendor-words.js';

/** What a failed call means in our words, with the vendor's own beside it. */
export interface NativeErrorMeaning {
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly effect: Effect;
  /** Whether a row of the vendor's table, or of HTTP, says so. */
  readonly isListed?: true;
  /** What the vendor said, as far as it was in a documented shape. */
  readonly said?: NativeWords;
  /** Why we believe it. */
  readonly source: string;
  /** Of a mapping error: see `NativeErrorRow.missing`. */
  readonly missing?: NativeErrorRow['missing'];
}

/**
 * What an answer means when something went wrong; undefined when the answer says that nothing did.
 *
 * - Surely nothing was posted only when the request never left, HTTP says so (401, 412, 429), or a row of the vendor's table does. A row speaks of a server failure (5xx) only where it names that status.
 * - An error of a documented shape below 500 that no row knows is a rule that said no: it parks, and never loops.
 * - Everything else is in doubt for a write: a server failure, a page of somebody in between, half a body, a batch of which some lines stand.
 */
export function classifyNativeError(vendor: Vendor, answer: NativeAnswer): NativeErrorMeaning | undefined {
  if (answer.status === undefined || answer.fault !== undefined) {
    return answer.fault === 'notSent' ? meaning('ERP_UNAVAILABLE', 'none', 'the request never left') : nobodyKnows(answer, 'there was no complete answer');
  }
  const { shapes, rows, unlisted } = VENDOR_WORDS[vendor];
  const body = parsed(answer.body);
  const told = toldBy(shapes, { ...answer, body });
  if (answer.status >= 200 && answer.status < 300 && told === undefined) {
    return body === undefined || typeof body === 'string' ? nobodyKnows(answer, 'a success without a body that can be read') : undefined;
  }
  if (told?.someStand === true) return { ...nobodyKnows(answer, 'of several lines some were done'), ...saidBy(told) };
  for (const said of told?.words ?? [undefined]) {
    const row = rows.find((each) => fits(each, answer, said));
    if (row !== undefined) return ofRow(row, answer, said);
  }
  return told !== undefined && isRefusing(answer.status) && unlisted === 'refused'
    ? { ...meaning('ERP_REFUSED', 'none', 'documented shape, code not in the table'), ...saidBy(told) }
    : { ...nobodyKnows(answer, `HTTP ${answer.status} that does not say what was done`), ...saidBy(told) };
}

/** Our code for a native code that is told inside a document, such as a goods movement that failed. */
export function codeOfNative(vendor: Vendor, nativeCode: string): ErrorCode {
  return VENDOR_WORDS[vendor].rows.find(({ code }) => code !== undefined && codeFits(code, nativeCode))?.means ?? 'ERP_REFUSED';
}

function toldBy(shapes: (typeof VENDOR_WORDS)[Vendor]['shapes'], answer: NativeAnswer): ToldErrors | undefined {
  for (const shape of shapes) {
    const told = shape(answer.body, answer);
    if (told !== undefined && told.words.length > 0) return told;
  }
  return undefined;
}

function fits({ code, text, status, header, inReads }: NativeErrorRow, answer: NativeAnswer, said: NativeWords | undefined): boolean {
  const isSeen = answer.asked === 'read' && inReads?.status === answer.status;
  if (!isSeen && !(status === undefined ? isRefusing(answer.status!) : status.includes(answer.status!))) return false;
  if (code !== undefined && (said?.code === undefined || !codeFits(code, said.code))) return false;
  if (text !== undefined && (said === undefined || !text.test(said.text))) return false;
  if (header !== undefined && answer.headers?.[header[0]]?.toLowerCase() !== header[1]) return false;
  return true;
}

function codeFits(code: string | RegExp, native: string): boolean {
  return typeof code === 'string' ? code === native : code.test(native);
}

/** A status with which an answer can refuse: a success that says no inside, or a client's error; not one of somebody who has lost patience. */
function isRefusing(status: number): boolean {
  return (status >= 200 && status < 300) || (status >= 400 && status < 500 && status !== 408 && status !== 499);
}

function ofRow(row: NativeErrorRow, answer: NativeAnswer, said: NativeWords | undefined): NativeErrorMeaning {
  const words = said === undefined ? {} : { said };
  if (answer.asked === 'read' && row.inReads !== undefined && row.inReads.status === answer.status) return { ...meaning(row.inReads.means, 'none', row.source), isListed: true, ...words };
  if (row.effect === 'unknown') return { ...nobodyKnows(answer, row.source), isListed: true, ...words };
  return { ...meaning(row.means, 'none', row.source), isListed: true, ...words, ...(row.missing && { missing: row.missing }) };
}

/** A read of which nothing came changes nothing; a write may stand. */
function nobodyKnows({ asked }: NativeAnswer, source: string): NativeErrorMeaning {
  return asked === 'read' ? meaning('ERP_UNAVAILABLE', 'none', source) : meaning('ERP_ANSWER_LOST', 'unknown', source);
}

function meaning(code: ErrorCode, effect: Effect, source: string): NativeErrorMeaning {
  return { code, kind: ERROR_CATALOGUE[code].kind, effect, source };
}

function saidBy(told: ToldErrors | undefined): { readonly said?: NativeWords } {
  const [said] = told?.words ?? [];
  return said === undefined ? {} : { said };
}

/** JSON where the text is JSON, the text itself otherwise, undefined for nothing. */
function parsed(body: unknown): unknown {
  if (typeof body !== 'string') return body ?? undefined;
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
