import type { Run } from './run.js';

/** The pieces of a run that is to stop: those that are made already, and the one at the machine. */
export interface CutRun {
  readonly fresh: number;
  readonly reworked: number;
  /** Business milliseconds. */
  readonly finishesAt: number;
}

/** How a run ends at the next piece; undefined while it is still set up, so that nothing is made of it. Pieces come evenly from the set-up to the planned end. */
export function cutAtNextPiece({ fresh, reworked, setUpMs, startedAt, finishesAt }: Run, now: number): CutRun | undefined {
  const begunAt = startedAt + setUpMs;
  const pieces = fresh + reworked;
  if (now < begunAt || pieces === 0) return undefined;
  const aPieceMs = (finishesAt - begunAt) / pieces;
  const made = Math.min(pieces, Math.floor((now - begunAt) / aPieceMs) + 1);
  const freshMade = Math.min(fresh, made);
  return { fresh: freshMade, reworked: made - freshMade, finishesAt: Math.min(finishesAt, Math.max(now, begunAt + Math.ceil(made * aPieceMs))) };
}
