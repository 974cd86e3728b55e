import { SeededRandom } from '@plantway/simulation';

/** Chance of one decision: the same seed and the same names give the same numbers, in whatever order decisions are made. */
export function chanceOf(seed: number, ...names: readonly (string | number)[]): SeededRandom {
  let hash = 0x811c9dc5 ^ seed;
  for (const letter of names.join('|')) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  return new SeededRandom(hash);
}
