import { DEEPEST_JSON } from './json-scan.js';

/** Why a JSON text is refused: where its grammar breaks, or which key stands twice. */
export type JsonFault =
  | { readonly kind: 'syntax'; readonly offset: number; readonly expected: string }
  | { readonly kind: 'duplicateKey'; readonly path: readonly (string | number)[] };

class SyntaxFault extends Error {
  constructor(readonly offset: number, readonly expected: string) {
    super(expected);
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WHITE_SPACE = /[ \t\n\r]*/y;
const LITERAL = /true|false|null/y;

/**
 * The first fault of a JSON text (RFC 8259), or undefined for a good one. Slow beside `JSON.parse`, so it only runs over what was refused.
 * A text nested deeper than `DEEPEST_JSON` ends with a syntax fault at that place.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  let at = 0;
  let duplicate: readonly (string | number)[] | undefined;
  const path: (string | number)[] = [];

  const skipWhiteSpace = (): void => { WHITE_SPACE.lastIndex = at; WHITE_SPACE.exec(text); at = WHITE_SPACE.lastIndex; };
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const expect = (expected: string): never => { throw new SyntaxFault(at, at >= text.length ? `${expected}, but the text ends` : expected); };
  const takeChar = (char: string): boolean => {
    skipWhiteSpace();
    if (text[at] !== char) return false;
    at += 1;
    return true;
  };

  const readString = (expected: string): string => {
    skipWhiteSpace();
    const raw = take(STRING);
    if (raw !== undefined) return JSON.parse(raw) as string;
    return expect(text[at] === '"' ? 'a complete string without control characters and with valid escapes' : expected);
  };
  const readMembers = (): void => {
    const keys = new Set<string>();
    if (takeChar('}')) return;
    do {
      const key = readString('a key in double quotes');
      path.push(key);
      if (keys.has(key)) duplicate ??= [...path];
      keys.add(key);
      if (!takeChar(':')) expect('a colon');
      readValue();
      path.pop();
    } while (takeChar(','));
    if (!takeChar('}')) expect('a comma or a closing brace');
  };
  const readElements = (): void => {
    if (takeChar(']')) return;
    let index = 0;
    do {
      path.push(index);
      readValue();
      path.pop();
      index += 1;
    } while (takeChar(','));
    if (!takeChar(']')) expect('a comma or a closing bracket');
  };
  const readValue = (): void => {
    if (path.length > DEEPEST_JSON) expect('less nesting');
    if (takeChar('{')) return readMembers();
    if (takeChar('[')) return readElements();
    if (text[at] === '"') return void readString('a string');
    if (take(LITERAL) === undefined && take(NUMBER) === undefined) expect('a value');
  };

  try {
    readValue();
    skipWhiteSpace();
    if (at < text.length) expect('nothing more');
  } catch (fault) {
    if (fault instanceof SyntaxFault) return { kind: 'syntax', offset: fault.offset, expected: fault.expected };
    throw fault;
  }
  return duplicate === undefined ? undefined : { kind: 'duplicateKey', path: duplicate };
}

/** Line and column, both from 1, of an offset into a text. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lastBreak = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: offset - lastBreak };
}
