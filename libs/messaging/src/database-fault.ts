import pg from 'pg';

/**
 * What a failed statement, being its own transaction, has left behind.
 * - `raced`: surely nothing; again with a new snapshot it may work or find what the other one stored
 * - `unavailable`: surely nothing; the server cannot work now
 * - `outcomeUnknown`: the connection went while it worked; it may have been committed
 * - `data`: surely nothing; the server cannot store this
 */
export type DatabaseFault = 'raced' | 'unavailable' | 'outcomeUnknown' | 'data';

/** SQLSTATE by code or class. Source: PostgreSQL manual, appendix A. */
const FAULTS: Readonly<Record<string, DatabaseFault>> = {
  23505: 'raced', // unique_violation: a twin was committed after our snapshot
  '40001': 'raced',
  '40P01': 'raced', // deadlock_detected
  40003: 'outcomeUnknown', // statement_completion_unknown
  '55P03': 'unavailable', // lock_not_available
  '57P01': 'outcomeUnknown', // admin_shutdown may come between the commit and our hearing of it
  '57P02': 'outcomeUnknown',
  '57P03': 'unavailable',
  57014: 'unavailable', // query_canceled
  25006: 'unavailable', // read_only_sql_transaction: a standby
  '08': 'outcomeUnknown',
  53: 'unavailable', // disk full, out of memory, too many connections
  58: 'unavailable',
};

export function databaseFault(error: unknown): DatabaseFault {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) return 'outcomeUnknown';
  return FAULTS[error.code] ?? FAULTS[error.code.slice(0, 2)] ?? 'data';
}
