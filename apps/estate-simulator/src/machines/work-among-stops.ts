/** A time without work. Business milliseconds, `until` excluded. */
export interface Stop {
  readonly from: number;
  readonly until: number;
}

/** Work that is not done within this is never done. */
const LONGEST_MS = 5 * 366 * 86_400_000;
/** So far is looked ahead at once: work of years asks for the stops of each week once. */
const LOOK_AHEAD_MS = 7 * 86_400_000;

/**
 * When so many milliseconds of work are done that begin at `from` at the earliest; with no work: when it could begin. `stopsIn` gives what touches a time, the end excluded, earliest first.
 * @throws RangeError when it is not done within years
 */
export function doneAmong(stopsIn: (from: number, to: number) => readonly Stop[], from: number, workMs: number): number {
  let [time, open] = [from, workMs];
  while (time - from < LONGEST_MS) {
    const ahead = Math.min(open, LOOK_AHEAD_MS);
    const stop = stopsIn(time, time + ahead + 1).find(({ from: begins, until }) => until > time && (begins <= time || begins < time + ahead));
    if (stop === undefined && ahead === open) return time + open;
    open -= stop === undefined ? ahead : Math.max(0, stop.from - time);
    time = stop?.until ?? time + ahead;
  }
  throw new RangeError(`Work that begins at ${new Date(from).toISOString()} is not done within years.`);
}
