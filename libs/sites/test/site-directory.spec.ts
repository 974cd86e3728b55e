import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
  await cp('sites/templates', join(folder, 'templates'), { recursive: true });
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

  it('has the downtime reasons of the file with their place in the tree, and keeps one that left it without', async () => {
    const yaml = await readFile('sites/BER1/site.yaml', 'utf8');
    await writeFile(join(folder, 'BER1/site.yaml'), yaml.replace(/^.*code: ELECTRICAL_FAILURE.*\n/m, '').replace('E-ELEC: ELECTRICAL_FAILURE, ', ''));
    await importSites(database.pool, folder);
    await directory.reload();

    const { referenceData, downtimeReasons } = directory.get('BER1')!;
    expect(referenceData.downtimeReasons.find(({ code }) => code === 'MECHANICAL_FAILURE')).toEqual({ code: 'MECHANICAL_FAILURE', description: 'Mechanical failure', parentCode: 'TECHNICAL', isPlanned: false, active: true });
    expect(referenceData.downtimeReasons.find(({ code }) => code === 'ELECTRICAL_FAILURE')).toEqual({ code: 'ELECTRICAL_FAILURE', description: 'Electrical failure', isPlanned: false, active: false });
    expect(downtimeReasons.map(({ code }) => code)).not.toContain('ELECTRICAL_FAILURE');
  });

  it('reads the counters of machines apart from the totals of the MES, by default where a revision says nothing of them', async () => {
    const { equipmentPolicy, confirmationPolicy } = directory.get('BER1')!;
    expect(equipmentPolicy.counters).toEqual({ resetAboveDropPercent: '50', rollOver: { at: '65536', largestStep: '1000' } });
    expect(confirmationPolicy.runningTotals).not.toHaveProperty('rollOver');

    await database.pool.query(`update sites.site set configuration = configuration #- '{equipmentPolicy,counters}'`);
    await directory.reload();
    expect(directory.get('BER1')?.equipmentPolicy).toMatchObject({ microStopBelowSeconds: 120, counters: { resetAboveDropPercent: '50' } });
    expect(directory.get('BER1')?.equipmentPolicy.counters).not.toHaveProperty('rollOver');
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
