import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase, type TestDatabase } from '@plantway/testing';
import { migrations } from '../../../migrations/index.js';
import { isMigrated, migrate } from '../src/index.js';

const SCHEMA = `
  select table_schema, table_name, column_name, data_type
    from information_schema.columns
   where table_schema not in ('pg_catalog', 'information_schema')
   order by 1, 2, 3`;

describe('migrating a database', () => {
  let database: TestDatabase;

  beforeEach(async () => void (database = await createEmptyDatabase()));
  afterEach(() => database.drop());

  it('brings an empty database to the newest state, in the order of the timestamps', async () => {
    const said: string[] = [];
    const before = await isMigrated(database.pool);

    const applied = await migrate(database.settings, (line) => said.push(line));

    expect(before).toBe(false);
    const timestamps = applied.map((name) => Number(name.slice(-14)));
    expect(new Set(applied)).toEqual(new Set(migrations.map((migration) => migration.name)));
    expect(timestamps).toEqual([...timestamps].sort((one, other) => one - other));
    expect(said).toEqual(migrations.length > 0 ? [expect.stringContaining(`${migrations.length} step`)] : []);
  });

  it('does nothing to a database that is up to date', async () => {
    await migrate(database.settings);
    const before = (await database.pool.query(SCHEMA)).rows;

    const applied = await migrate(database.settings);

    expect(applied).toEqual([]);
    expect(await isMigrated(database.pool)).toBe(true);
    expect((await database.pool.query(SCHEMA)).rows).toEqual(before);
  });

  it('applies each migration once when several processes start together', async () => {
    const applied = await Promise.all([migrate(database.settings), migrate(database.settings), migrate(database.settings)]);

    expect(applied.flat().sort()).toEqual(migrations.map((migration) => migration.name).sort());
  });
});
