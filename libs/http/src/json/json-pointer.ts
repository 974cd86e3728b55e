import { toUSVString } from 'node:util';

/** Longest pointer that is answered; a longer one is cut, so that a hostile key does not blow up the answer. */
const LONGEST = 300;

/** A JSON pointer (RFC 6901) of keys and indexes: `["scrap", 0]` is "/scrap/0". */
export function jsonPointer(keys: readonly (string | number)[]): string {
  const pointer = toUSVString(keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''));
  return pointer.length <= LONGEST ? pointer : `${toUSVString(pointer.slice(0, LONGEST))}…`;
}
