import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readSite, readSiteFiles } from './read-site-files.js';

const BERLIN = readFileSync('sites/BER1/site.yaml', 'utf8');

/** The demo plant's file after a change to what it says. */
function changed(change: (site: Record<string, any>) => void): string {  
  const site = parse(BERLIN) as Record<string, unknown>;
  change(site);
  return stringify(site);
}

function faultsOf(text: string): readonly { path: string; problem: string }[] {
  const read = readSite(text, 'BER1');
  return 'faults' in read ? read.faults : [];
}

describe('The file of a site', () => {
  it('is read with its defaults when nothing is wrong', async () => {
    const [berlin] = await readSiteFiles('sites');

    expect(berlin).toMatchObject({ siteId: 'BER1', timeZone: 'Europe/Berlin', currency: 'EUR', dayStartsAt: '06:00', erp: { backend: 'erp-simulated' } });
    expect(berlin?.referenceData.reasons.map(({ code, active }) => [code, active])).toEqual([['BURR', true], ['SCRATCH', true], ['POROSITY', true], ['WRONG_DIMENSION', true]]);
  });

  it.each([
    ['a key that no site knows', (site) => { site.shifts[0].colour = 'red'; }, '/shifts/0/colour', 'is not a key that a site knows'],
    ['a missing key', (site) => { delete site.currency; }, '/currency', 'is missing'],
    ['a time of day that does not exist', (site) => { site.dayStartsAt = '24:00'; }, '/dayStartsAt', 'must match pattern'],
    ['a zone that is none', (site) => { site.timeZone = 'Europe/Atlantis'; }, '/timeZone', 'Europe/Atlantis is not an IANA time zone'],
    ['an offset for a zone', (site) => { site.timeZone = '+01:00'; }, '/timeZone', '+01:00 is not an IANA time zone'],
    ['a currency that is none', (site) => { site.currency = 'EURO'; }, '/currency', 'EURO is not an ISO 4217 currency'],
    ['shifts that overlap at noon', (site) => { site.shifts[1].startsAt = '13:59'; }, '/shifts/1', 'late overlaps early'],
    ['shifts that overlap after midnight', (site) => { site.shifts[2].endsAt = '06:01'; }, '/shifts/2', 'night overlaps early'],
    ['a shift that stands twice', (site) => { site.shifts[1].shiftId = 'early'; }, '/shifts/1/shiftId', 'early stands twice'],
    ['a backend that this build does not have', (site) => { site.erp.backend = 'erp-abacus'; }, '/erp/backend', 'erp-abacus is not a backend of this build (erp-simulated)'],
    ['a MES that this build cannot reach', (site) => { site.mes.backend = 'mes-fax'; }, '/mes/backend', 'mes-fax is not a backend of this build (mes-webhook, mes-pull)'],
    ['a backend without a table of codes', (site) => { site.erpCodes = {}; }, '/erpCodes', 'has no table for erp-simulated'],
    ['a code that stands twice', (site) => { site.referenceData.reasons[1].code = 'BURR'; }, '/referenceData/reasons/1/code', 'BURR stands twice'],
    ['a unit that nobody knows', (site) => { site.referenceData.units[0].code = 'PIECE'; }, '/referenceData/units/0/code', 'PIECE is not a unit of UN/ECE Recommendation 20'],
    ['an ERP code for a code that the site lacks', (site) => { site.erpCodes['erp-simulated'].units.DZN = 'DZ'; }, '/erpCodes/erp-simulated/units/DZN', 'DZN is not a code of referenceData/units'],
    ['one ERP code for two of ours', (site) => { site.erpCodes['erp-simulated'].units.KGM = 'PC'; }, '/erpCodes/erp-simulated/units/KGM', 'the ERP code PC belongs to H87 already'],
    ['another id than its folder', (site) => { site.siteId = 'LYS1'; }, '/siteId', 'is LYS1, but the folder is BER1'],
  ] as [string, (site: Record<string, any>) => void, string, string][])('is refused with %s', (_, change, path, problem) => {  
    expect(faultsOf(changed(change))).toContainEqual({ path, problem: expect.stringContaining(problem) });
  });

  it('is refused with all its faults at once, a wrong shape hiding no wrong meaning', () => {
    const faults = faultsOf(changed((site) => {
      site.colour = 'red';
      site.timeZone = 'Europe/Atlantis';
      site.shifts[2].endsAt = '07:00';
      delete site.referenceData.units;
    }));

    expect(faults.map(({ path }) => path).sort()).toEqual(['/colour', '/referenceData/units', '/shifts/2', '/timeZone']);
  });

  it('is refused when it is no YAML, or says one thing twice', () => {
    expect(faultsOf('siteId: [')[0]?.problem).toMatch(/^is not YAML/);
    expect(faultsOf(`${BERLIN}\nname: Twice\n`)[0]?.problem).toMatch(/unique/);
    expect(faultsOf('').map(({ path }) => path)).toEqual(['']);
  });

  it('lets a shift fill the whole day', () => {
    const faults = faultsOf(changed((site) => { site.shifts = [{ shiftId: 'all', name: 'All day', startsAt: '06:00', endsAt: '06:00' }]; }));

    expect(faults).toEqual([]);
  });
});
