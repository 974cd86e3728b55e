import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@plantway/testing';
import type { TestDatabase } from '@plantway/testing';
import { DatabaseSiteDirectory, SiteFilesInvalid, importSites } from '../src/index.js';

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'plantway-sites-'));
  for (const part of ['templates', 'BER1']) cpSync(join('sites', part), join(folder, part), { recursive: true });
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

function rewrite(siteId: string, from: string, to: string): void {
  const file = join(folder, siteId, 'site.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
}
const directory = (): Promise<DatabaseSiteDirectory> => DatabaseSiteDirectory.load(database.pool);

describe('Importing the files of the sites', () => {
  it('makes the first revision, and the directory shows it', async () => {
    const imports = await importSites(database.pool, folder);

    const berlin = (await directory()).get('BER1');
    expect(imports).toEqual([{ siteId: 'BER1', revision: 1, changed: true }]);
    expect(berlin).toMatchObject({ siteId: 'BER1', name: 'Berlin', currency: 'EUR', revision: 1, erp: { backend: 'erp-simulated' }, calendar: { timeZone: 'Europe/Berlin', dayStartsAt: '06:00' } });
    expect(berlin?.calendar.shifts.map(({ shiftId }) => shiftId)).toEqual(['early', 'late', 'night']);
    expect(berlin?.referenceData.reasons.map(({ code }) => code)).toEqual(['BURR', 'SCRATCH', 'POROSITY', 'WRONG_DIMENSION']);
  });

  it('makes no revision of a file that says the same, whatever its comments', async () => {
    await importSites(database.pool, folder);
    rewrite('BER1', '# The demo plant.', '# Another comment.');

    expect(await importSites(database.pool, folder)).toEqual([{ siteId: 'BER1', revision: 1, changed: false }]);
  });

  it('makes a new revision of a changed file, keeps the old one, and the directory shows it after a reload', async () => {
    await importSites(database.pool, folder);
    const sites = await directory();
    rewrite('BER1', 'name: Berlin', 'name: Berlin Spandau');

    const imports = await importSites(database.pool, folder);

    expect(imports).toEqual([{ siteId: 'BER1', revision: 2, changed: true }]);
    expect(sites.get('BER1')?.name).toBe('Berlin');
    await sites.reload();
    expect(sites.get('BER1')).toMatchObject({ name: 'Berlin Spandau', revision: 2 });
    const { rows } = await database.pool.query(`select revision, configuration ->> 'name' as name from sites.site_revision order by revision`);
    expect(rows).toEqual([{ revision: 1, name: 'Berlin' }, { revision: 2, name: 'Berlin Spandau' }]);
  });

  it('does not undo a revision that a command wrote', async () => {
    await importSites(database.pool, folder);
    await database.pool.query(`insert into sites.site_revision select site_id, 2, 'command', jsonb_set(configuration, '{name}', '"By command"'), 'command' from sites.site_revision`);
    await database.pool.query(`update sites.site set revision = 2, configuration = jsonb_set(configuration, '{name}', '"By command"')`);

    await importSites(database.pool, folder);

    expect((await directory()).get('BER1')).toMatchObject({ name: 'By command', revision: 2 });
  });

  it('keeps a code that left the file, as no longer active', async () => {
    await importSites(database.pool, folder);
    rewrite('BER1', '    - { code: POROSITY, description: Pores in the material }\n', '');

    await importSites(database.pool, folder);

    const reasons = (await directory()).get('BER1')?.referenceData.reasons;
    expect(reasons?.map(({ code, active }) => `${code} ${active}`)).toEqual(expect.arrayContaining(['POROSITY false', 'WRONG_DIMENSION true']));
  });

  it('imports nothing when one of several files is wrong, and names every fault of every file', async () => {
    mkdirSync(join(folder, 'EMPTY'));
    cpSync('sites/BER1', join(folder, 'LYS1'), { recursive: true });
    rewrite('LYS1', 'siteId: BER1', 'siteId: LYS1');
    rewrite('LYS1', 'Europe/Berlin', 'Europe/Lutetia');

    const failure: unknown = await importSites(database.pool, folder).catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(SiteFilesInvalid);
    expect((failure as SiteFilesInvalid).faults.map(({ file, path }) => `${file} ${path}`)).toEqual(['EMPTY/site.yaml ', 'LYS1/site.yaml /timeZone']);
    expect((await directory()).all()).toEqual([]);
  });

  it('makes one revision when two processes start at once', async () => {
    const imports = await Promise.all([importSites(database.pool, folder), importSites(database.pool, folder)]);

    expect(imports.flat().map(({ changed }) => changed).sort()).toEqual([false, true]);
    expect((await directory()).get('BER1')?.revision).toBe(1);
  });
});
