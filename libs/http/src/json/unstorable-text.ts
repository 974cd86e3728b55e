import { toUSVString } from 'node:util';

/** Escapes of NUL and of surrogates; only behind one of them can a text hide that PostgreSQL refuses. */
const SUSPICIOUS_ESCAPE = /\\u(?:0000|[dD][89abABcdefCDEF])/;

/** True when a JSON text may hold a string with NUL or half a character; false is certain. Raw ones are refused by UTF-8 and by JSON itself. */
export function mayHoldUnstorableText(json: string): boolean {
  return SUSPICIOUS_ESCAPE.test(json);
}

/** Whether a text can be kept: no NUL, no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && toUSVString(text) === text;
}

/** The places of texts, keys included, that cannot be kept. */
export function unstorablePaths(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [path];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((entry: unknown, index) => unstorablePaths(entry, [...path, index]));
  return Object.entries(value).flatMap(([key, below]) => (isStorable(key) ? unstorablePaths(below, [...path, key]) : [[...path, key]]));
}
