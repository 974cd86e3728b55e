import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIRMATION_POLICY } from '@plantway/canonical';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { DatabaseSiteDirectory, SiteFilesInvalid, confirmationPolicies, importSites } from '../src/index.js';

describe('how a site wants its confirmations posted', () => {
  let database: TestDatabase;
  let folder: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    folder = mkdtempSync(join(tmpdir(), 'plantway-sites-'));
    for (const part of ['templates', 'BER1']) cpSync(join('sites', part), join(folder, part), { recursive: true });
    const template = join(folder, 'templates', 'discrete-manufacturing.yaml');
    writeFileSync(template, readFileSync(template, 'utf8').replace('mayVary:', 'mayVary:\n  - postingDates')); // so that a site may say it
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await database.drop();
  });
  const file = () => join(folder, 'BER1', 'site.yaml');
  const say = (...lines: readonly string[]): void => writeFileSync(file(), `${readFileSync(file(), 'utf8')}\n${lines.join('\n')}\n`);
  const policy = async () => confirmationPolicies(await DatabaseSiteDirectory.load(database.pool))('BER1');

  it('is the default where its file says nothing', async () => {
    await importSites(database.pool, folder);

    expect(await policy()).toEqual(DEFAULT_CONFIRMATION_POLICY);
    expect(DEFAULT_CONFIRMATION_POLICY).toEqual({ closedPeriod: 'ask', runningTotals: { firstReading: 'countedFromZero', resetAboveDropPercent: '50' }, sourceSequence: { gapTimeout: 'PT15M', scope: 'operation', startsAt: 1 } });
  });

  it('is what its file says, the rest by default', async () => {
    say('postingDates: { closedPeriod: redate }', 'runningTotals: { firstReading: baseline, rollOver: { at: "65536", largestStep: "1000" } }', 'sourceSequence: { gapTimeout: PT2H }');
    await importSites(database.pool, folder);

    expect(await policy()).toEqual({ closedPeriod: 'redate', runningTotals: { firstReading: 'baseline', resetAboveDropPercent: '50', rollOver: { at: '65536', largestStep: '1000' } }, sourceSequence: { gapTimeout: 'PT2H', scope: 'operation', startsAt: 1 } });
  });

  it.each([
    ['scope: site', { scope: 'site', startsAt: 'any' }], ['scope: site, startsAt: 1', { scope: 'site', startsAt: 1 }], ['scope: workOrder', { scope: 'workOrder', startsAt: 1 }], ['startsAt: any', { scope: 'operation', startsAt: 'any' }],
  ])('numbers what a MES reports as its file says: %s', async (said, numbering) => {
    say(`sourceSequence: { ${said} }`);
    await importSites(database.pool, folder);

    expect((await policy()).sourceSequence).toEqual({ gapTimeout: 'PT15M', ...numbering });
  });

  it('is the default for a revision that was written before there was a choice, and for a site that nobody knows', async () => {
    await importSites(database.pool, folder);
    await database.pool.query(`update sites.site_revision set configuration = configuration - 'postingDates' - 'runningTotals' - 'sourceSequence'`);

    expect(await policy()).toEqual(DEFAULT_CONFIRMATION_POLICY);
    expect(confirmationPolicies(await DatabaseSiteDirectory.load(database.pool))('NOWHERE')).toEqual(DEFAULT_CONFIRMATION_POLICY);
  });

  it.each([
    ['a policy that nobody knows', 'postingDates: { closedPeriod: guess }', '/postingDates/closedPeriod'],
    ['a share above 100', 'runningTotals: { resetAboveDropPercent: "101" }', '/runningTotals/resetAboveDropPercent'],
    ['a share that is a number of YAML', 'runningTotals: { resetAboveDropPercent: 50 }', '/runningTotals/resetAboveDropPercent'],
    ['a counter that ends at zero', 'runningTotals: { rollOver: { at: "0", largestStep: "0" } }', '/runningTotals/rollOver/at'],
    ['a step as large as the counter', 'runningTotals: { rollOver: { at: "100", largestStep: "100" } }', '/runningTotals/rollOver/largestStep'],
    ['a time that is none', 'sourceSequence: { gapTimeout: 15 minutes }', '/sourceSequence/gapTimeout'],
    ['a scope that nobody counts by', 'sourceSequence: { scope: machine }', '/sourceSequence/scope'],
    ['a beginning that is none', 'sourceSequence: { startsAt: 2 }', '/sourceSequence/startsAt'],
    ['a key that is none', 'runningTotals: { rollover: true }', '/runningTotals/rollover'],
  ])('refuses %s, by its place', async (_case, line, path) => {
    say(line);

    const refusal = await importSites(database.pool, folder).then(() => undefined, (error: unknown) => error as SiteFilesInvalid);
    expect(refusal).toBeInstanceOf(SiteFilesInvalid);
    expect(refusal?.faults.map((fault) => fault.path)).toContain(path);
  });
});
