import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { inTransaction, openPool } from '../src/index.js';
import { startDyingServer } from './dying-server.js';

describe('a pool of connections', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    await database.pool.query('create table counted (amount numeric not null)');
  });
  afterAll(() => database.drop());

  it('keeps exact values and plant-local dates as text, and instants as dates', async () => {
    const { rows } = await database.pool.query(`
      select 0.10::numeric as quantity, array[1.20::numeric] as quantities, 9007199254740993::bigint as position,
             date '2026-11-22' as day, array[date '2026-11-22'] as days, timestamptz '2026-11-22T06:00:00+01:00' as instant`);

    expect(rows).toEqual([{
      quantity: '0.10', quantities: ['1.20'], position: '9007199254740993',
      day: '2026-11-22', days: ['2026-11-22'], instant: new Date('2026-11-22T05:00:00Z'),
    }]);
  });

  it('undoes a transaction whose work throws, and lends its connection again', async () => {
    const failing = inTransaction(database.pool, async (client) => {
      await client.query('insert into counted values (1)');
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    await inTransaction(database.pool, (client) => client.query('insert into counted values (2)'));
    const { rows } = await database.pool.query('select amount from counted');
    expect(rows).toEqual([{ amount: '2' }]);
  });

  it('survives a connection that breaks while a transaction thinks, and lends it to nobody', async () => {
    const broken = inTransaction(database.pool, async (client) => {
      const { rows: [session] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
      const ended = new Promise<void>((resolve) => client.once('end', resolve)); // events.once would also catch the error that is looked for here
      await database.pool.query('select pg_terminate_backend($1)', [session.pid]);
      await ended;
      await client.query('insert into counted values (3)');
    });

    await expect(broken).rejects.toThrow();
    const { rows } = await database.pool.query('select 1 as one');
    expect(rows).toEqual([{ one: 1 }]);
    expect(database.pool.totalCount).toBe(1);
  });

  it('survives a server that dies in the moment in which a connection becomes ready', async () => {
    const server = await startDyingServer();
    const pool = openPool({ host: '127.0.0.1', port: server.port, user: 'anybody', password: '', database: 'any' });
    const asking = inTransaction(pool, (client) => client.query('select 1'));

    await expect(asking).rejects.toThrow();
    await pool.end();
    await server.close();
  });
});
