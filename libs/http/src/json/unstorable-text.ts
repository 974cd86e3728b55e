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

/** The first `most` places of texts, keys included, that cannot be kept. */
export function unstorablePaths(value: unknown, most: number): readonly (readonly (string | number)[])[] {
  const found: (readonly (string | number)[])[] = [];
  const look = (below: unknown, path: readonly (string | number)[]): void => {
    if (found.length >= most) return;
    if (typeof below === 'string') {
      if (!isStorable(below)) found.push(path);
    } else if (Array.isArray(below)) {
      below.forEach((entry: unknown, index) => look(entry, [...path, index]));
    } else if (typeof below === 'object' && below !== null) {
      for (const [key, entry] of Object.entries(below)) {
        if (isStorable(key)) look(entry, [...path, key]);
        else found.push([...path, key]);
      }
    }
  };
  look(value, []);
  return found;
}
