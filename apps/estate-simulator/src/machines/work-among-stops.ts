/** A time without work. Business milliseconds, `until` excluded. */
export interface Stop {
  readonly from: number;
  readonly until: number;
}

/** Work that is not done within this is never done. */
const LONGEST_MS = 5 * 366 * 86_400_000;

/**
 * When so many milliseconds of work are done that begin at `from` at the earliest; with no work: when it could begin. `stopsIn` gives what touches a time, the end excluded, earliest first.
 * @throws RangeError when there is no time to work in for years
 */
export function doneAmong(stopsIn: (from: number, to: number) => readonly Stop[], from: number, workMs: number): number {
  let [time, open] = [from, workMs];
  while (time - from < LONGEST_MS) {
    const stop = stopsIn(time, time + open + 1).find(({ from: begins, until }) => until > time && (begins <= time || begins < time + open));
    if (stop === undefined) return time + open;
    open -= Math.max(0, stop.from - time);
    time = stop.until;
  }
  throw new RangeError(`There is no time to work in from ${new Date(from).toISOString()} on.`);
}
