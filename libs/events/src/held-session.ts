import type pg from 'pg';

/** Queries of one session, one after the other whoever asks: its users share locks, not the order of their work. */
export class HeldSession {
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly client: pg.Client) {}

  /** Errors as those of `pg.Client`; a failed query keeps no later one from being asked. */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(query: string | pg.QueryConfig, values?: readonly unknown[]): Promise<pg.QueryResult<Row>> {
    const asked = this.#last.then(() => this.client.query<Row>(query, values === undefined ? undefined : [...values]));
    this.#last = asked.catch(() => undefined);
    return asked;
  }
}
