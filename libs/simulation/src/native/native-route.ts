import type { ErpEngine } from '../engine/erp-engine.js';
import type { DurableErp } from '../journal/durable-erp.js';
import { malformed, NativeFault } from './native-fault.js';
import { toStamp } from './native-stamp.js';

export interface NativeRequest {
  readonly plant: DurableErp;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Parsed JSON of a write. */
  readonly body: unknown;
  /** Business time. */
  readonly now: Date;
}
export interface NativeAnswer {
  readonly status: number;
  readonly body: unknown;
}
export interface NativeRoute {
  readonly method: 'GET' | 'POST';
  /** Segments below `/rest/{plant}`; one that begins with ":" is a parameter. */
  readonly path: string;
  /** Met by no planned fault: it is no business of the plant. */
  readonly isSpared?: boolean;
  handle(request: NativeRequest): Promise<NativeAnswer>;
}

/** What a route asks the engine; undefined means that there is no such thing. */
export type Question = (engine: ErpEngine, request: NativeRequest) => unknown;

/** A route that answers one object, or 404 with `code`. */
export function one(path: string, code: string, find: Question): NativeRoute {
  return {
    method: 'GET', path,
    handle: async (request) => {
      const body = await request.plant.read((engine) => find(engine, request));
      if (body === undefined) throw new NativeFault(404, code, `There is no ${path.replace(/:(\w+)/g, (_text, name: string) => request.params[name])}.`, { ...request.params });
      return { status: 200, body };
    },
  };
}

/** `rows` answers all that fit, sorted; only the page is drawn by `record`. */
export function list<T>(path: string, rows: (engine: ErpEngine, query: URLSearchParams) => readonly T[], record: (row: T, engine: ErpEngine) => unknown): NativeRoute {
  return {
    method: 'GET', path,
    handle: async ({ plant, query, now }) => {
      const skip = pageNumber(query, 'skip', 0, Number.MAX_SAFE_INTEGER, 0);
      const take = pageNumber(query, 'take', 1, 1000, 100);
      const body = await plant.read((engine) => {
        const all = rows(engine, query);
        return {
          rows: all.slice(skip, skip + take).map((row) => record(row, engine)), total: String(all.length), more: skip + take < all.length ? 'X' : '', readAt: toStamp(now.toISOString(), engine.view.timeZone),
        };
      });
      return { status: 200, body };
    },
  };
}

function pageNumber(query: URLSearchParams, name: string, lowest: number, highest: number, otherwise: number): number {
  const text = query.get(name) ?? String(otherwise);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < lowest || value > highest) throw malformed(name, `must be a whole number from ${lowest} to ${highest}.`);
  return value;
}

/** Whether a row passes the filter `name` of the query; one that is left out or empty lets everything pass. */
export function fits(query: URLSearchParams, name: string, value: string): boolean {
  const wanted = query.get(name);
  return wanted === null || wanted === '' || wanted === value;
}

/** The rows in the order of their keys. */
export function byKey<T>(rows: Iterable<T>, key: (row: T) => string): readonly T[] {
  return [...rows].sort((left, right) => (key(left) < key(right) ? -1 : 1));
}
