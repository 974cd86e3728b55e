/** A place in a list that is ordered by an instant and an id: the instant as PostgreSQL writes it, exact to the microsecond. */
export type TimeKey = readonly [at: string, id: string];

export const isTimeKey = (position: unknown): position is TimeKey =>
  Array.isArray(position) && position.length === 2 && typeof position[0] === 'string' && /^\d{4,6}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/.test(position[0]) && typeof position[1] === 'string' && position[1].length <= 256;
