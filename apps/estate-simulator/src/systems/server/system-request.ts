import { SystemRefusal } from './system-refusal.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A request to one system of one site. */
export interface SystemRequest {
  readonly method: string;
  /** Of the path, behind the site. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Buffer;
}

export interface SystemAnswer {
  readonly status: number;
  readonly body?: unknown;
}

/** @throws SystemRefusal `MALFORMED` */
export function fieldsOf(body: Buffer): Fields {
  try {
    const read: unknown = JSON.parse(body.toString('utf8'));
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Fields;
  } catch {
    // told below
  }
  throw malformed('body', 'must be a JSON object');
}

/** @throws SystemRefusal `MALFORMED` */
export function objectIn(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(name, 'must be an object');
  return value as Fields;
}

/** Text of 1 to 300 characters. @throws SystemRefusal `MALFORMED` */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string' || value.length === 0 || value.length > 300) throw malformed(name, 'must be a text of 1 to 300 characters');
  return value;
}

/** @throws SystemRefusal `MALFORMED` */
export function instantIn(fields: Fields, name: string): string {
  const value = textIn(fields, name);
  if (!/T.*(Z|[+-]\d\d:\d\d)$/.test(value) || Number.isNaN(Date.parse(value))) throw malformed(name, 'must be an instant with an offset');
  return value;
}

/** @throws SystemRefusal `MALFORMED` */
export function numberIn(fields: Fields, name: string, lowest: number, highest: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !(value >= lowest && value <= highest)) throw malformed(name, `must be a number from ${lowest} to ${highest}`);
  return value;
}

/** One page of a list: `?skip=0&take=100`, `take` up to 1,000. @throws SystemRefusal `MALFORMED` */
export function paged<Row>(rows: readonly Row[], query: URLSearchParams): SystemAnswer {
  const whole = (name: string, otherwise: number): number => {
    const text = query.get(name) ?? String(otherwise);
    if (!/^\d{1,9}$/.test(text)) throw malformed(name, 'must be a whole number');
    return Number(text);
  };
  const [skip, take] = [whole('skip', 0), whole('take', 100)];
  if (take < 1 || take > 1_000) throw malformed('take', 'must be 1 to 1000');
  return { status: 200, body: { rows: rows.slice(skip, skip + take), total: rows.length } };
}

export function malformed(field: string, what: string): SystemRefusal {
  return new SystemRefusal(409, 'MALFORMED', `${field} ${what}.`);
}

export function noSuchPath(): SystemRefusal {
  return new SystemRefusal(404, 'NO_SUCH_PATH', 'There is no such path.');
}
