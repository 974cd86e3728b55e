import pg from 'pg';
import type { DatabaseSettings } from './database-settings.js';

const CONNECT_TIMEOUT_MS = 5_000;
const asText = (text: string): string => text;
/** The list of pg's types names no array. */
const parserOf = pg.types.getTypeParser as (oid: number, format?: 'text') => (text: string) => unknown;
const textArray = parserOf(1009); // text[]

/** Exact values stay text: bigint and numeric are that already, alone; a plant-local date must never become an instant. Key: PostgreSQL's type oid. */
const TEXT_PARSERS = new Map<number, (text: string) => unknown>([
  [1082, asText], // date
  [1114, asText], // timestamp without zone
  [1182, textArray], // date[]
  [1231, textArray], // numeric[]
]);

/**
 * Opens a pool of connections. `timestamptz` comes as Date; `numeric`, `bigint` and `date` come as text. The pool connects when it is first used,
 * survives a restart of the server (a query under way fails, the next one connects anew), and is ended by its opener.
 */
export function openPool(settings: DatabaseSettings): pg.Pool {
  const pool = new pg.Pool({
    host: settings.host,
    port: settings.port,
    user: settings.user,
    password: settings.password,
    database: settings.database,
    max: settings.maxConnections ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'plantway',
    options: '-c timezone=UTC',
    types: { getTypeParser: ((oid: number, format?: 'text') => TEXT_PARSERS.get(oid) ?? parserOf(oid, format)) as typeof pg.types.getTypeParser },
  });
  // An idle connection that the server closed is dropped by the pool itself; without a listener it would end the process.
  pool.on('error', () => undefined);
  // Nor has one that is just being lent a listener: the server may end it in the same breath in which it becomes ready. Its borrower's first query fails.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}
