import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, until } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { DatabaseSiteDirectory, importSites } from '@plantway/sites';

let database: TestDatabase;
let folder: string;
let directory: DatabaseSiteDirectory;

beforeEach(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  directory = await DatabaseSiteDirectory.load(database.pool);
  folder = await mkdtemp(join(tmpdir(), 'plantway-sites-'));
  await mkdir(join(folder, 'BER1'));
});
afterEach(async () => {
  directory.close();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function importRenamed(name: string): Promise<void> {
  const yaml = await readFile('sites/BER1/site.yaml', 'utf8');
  await writeFile(join(folder, 'BER1/site.yaml'), yaml.replace(/^name: .*$/m, `name: ${name}`));
  await importSites(database.pool, folder);
}

describe('The directory of sites', () => {
  it('shows a revision that another process wrote, without a restart', async () => {
    directory.keepFresh(10, () => undefined);

    await importRenamed('Berlin North');

    await until(() => directory.get('BER1')?.name === 'Berlin North');
    expect(directory.get('BER1')?.revision).toBe(2);
  });

  it('tells that it could not look, keeps what it knows, and goes on', async () => {
    const failures: unknown[] = [];
    await database.pool.query('alter table sites.site rename to hidden');
    directory.keepFresh(10, (error) => failures.push(error));

    await until(() => failures.length > 0);
    expect(directory.get('BER1')?.name).toBe('Berlin');
    await database.pool.query('alter table sites.hidden rename to site');
    await importRenamed('Berlin South');

    await until(() => directory.get('BER1')?.name === 'Berlin South');
  });
});
