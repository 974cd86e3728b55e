import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { exportSite, importSites, readSiteFiles } from '../src/index.js';

describe('Exporting a site', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'plantway-sites-'));

  beforeAll(async () => {
    database = await createTestDatabase();
    await importSites(database.pool, 'sites');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });

  it('writes the running revision as a file that needs no template and says the same', async () => {
    const file = await exportSite(database.pool, 'CHI1');
    mkdirSync(join(folder, 'CHI1'));
    writeFileSync(join(folder, 'CHI1', 'site.yaml'), file ?? '');

    const [exported] = await readSiteFiles(folder);
    const chicago = (await readSiteFiles('sites')).find(({ siteId }) => siteId === 'CHI1');
    expect({ ...exported, extends: 'discrete-manufacturing' }).toEqual(chicago);
    expect(file).toMatch(/^# Revision 1 of CHI1 as it runs, the template discrete-manufacturing filled in\.\n/);
  });

  it('has nothing of a site that nobody knows', async () => {
    expect(await exportSite(database.pool, 'NOWHERE')).toBeUndefined();
  });
});
