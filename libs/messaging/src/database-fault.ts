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

/** What pg says, without a code, of a connection that is gone or was not to be had. */
const CONNECTION_GONE = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** Whether a look failed because the database was away, which is no fault of what was looked for: it is no defect, and goes by itself. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return databaseFault(error) !== 'data';
  return error instanceof Error && ('syscall' in error || CONNECTION_GONE.test(error.message));
}
