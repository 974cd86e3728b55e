import type { SeededRandom } from '@plantway/simulation';

const SCRAP_SHARE = 0.02;
const REWORK_SHARE = 0.02;
/** A piece that was worked again is good or lost; nothing is worked a third time. */
const LOST_IN_REWORK_SHARE = 0.15;

/** What became of the pieces of a run. */
export interface RunOutcome {
  readonly good: number;
  readonly scrapped: number;
  readonly putAside: number;
  /** One reason for each scrapped piece. */
  readonly reasons: readonly string[];
}

/** The fate of each piece by chance. */
export function outcomeOf({ fresh, reworked }: { readonly fresh: number; readonly reworked: number }, reasons: readonly string[], random: SeededRandom): RunOutcome {
  let scrapped = 0;
  let putAside = 0;
  for (let piece = 0; piece < fresh; piece += 1) {
    const fate = random.next();
    if (fate < SCRAP_SHARE) scrapped += 1;
    else if (fate < SCRAP_SHARE + REWORK_SHARE) putAside += 1;
  }
  for (let piece = 0; piece < reworked; piece += 1) if (random.next() < LOST_IN_REWORK_SHARE) scrapped += 1;
  return { good: fresh + reworked - scrapped - putAside, scrapped, putAside, reasons: Array.from({ length: scrapped }, () => random.pick(reasons)) };
}
