import { createHash } from 'node:crypto';

/** Longest business key. */
const MOST_CHARACTERS = 64;
const HASH_CHARACTERS = 16;

/** An id that is made of others, as a business key: as it is where it fits, else its beginning and a hash of all of it. The same text always makes the same key. */
export function fittingKey(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_CHARACTERS);
  return `${text.slice(0, MOST_CHARACTERS - HASH_CHARACTERS - 1)}~${hash}`;
}
