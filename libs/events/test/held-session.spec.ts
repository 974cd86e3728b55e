import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import pg from 'pg';
import { HeldSession } from '../src/held-session.js';

describe('the session that several subscriptions share', () => {
  let database: TestDatabase;
  let client: pg.Client;
  let session: HeldSession;

  beforeEach(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.pool.options);
    await client.connect();
    session = new HeldSession(client);
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  it('asks one query after the other, whoever asks: the driver never has two', async () => {
    const atOnce: number[] = [];
    const ask = client.query.bind(client) as (...words: unknown[]) => Promise<unknown>;
    let underWay = 0;
    client.query = (async (...words: unknown[]) => {
      atOnce.push((underWay += 1));
      return ask(...words).finally(() => (underWay -= 1));
    }) as unknown as typeof client.query;

    const answers = await Promise.all([1, 2, 3].map((number) => session.query<{ number: number }>('select $1::int as number', [number])));

    expect(answers.map(({ rows }) => rows[0].number)).toEqual([1, 2, 3]);
    expect(atOnce).toEqual([1, 1, 1]);
  });

  it('goes on after a query that failed', async () => {
    const failing = session.query('select 1 / 0');
    const next = session.query<{ fine: boolean }>('select true as fine');

    await expect(failing).rejects.toThrow('division by zero');
    expect((await next).rows).toEqual([{ fine: true }]);
  });
});
