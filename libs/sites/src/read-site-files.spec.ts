import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readSite, readSiteFiles } from './read-site-files.js';
import { laidOver, type SiteTemplate } from './site-template.js';

const TEMPLATE = parse(readFileSync('sites/templates/discrete-manufacturing.yaml', 'utf8')) as SiteTemplate;
const OWN = parse(readFileSync('sites/BER1/site.yaml', 'utf8')) as Record<string, unknown>;
delete OWN['extends'];
/** The demo plant as a file that says everything itself. */
const BERLIN = stringify(laidOver(TEMPLATE.site, OWN));

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
    ['one ERP item for two of ours', (site) => { site.erpCodes['erp-simulated'].items = { 'FG-1': 'A-1', 'FG-2': 'A-1' }; }, '/erpCodes/erp-simulated/items/FG-2', 'the ERP code A-1 belongs to FG-1 already'],
    ['a planning system that this build cannot reach', (site) => { site.systems.planning.backend = 'aps-abacus'; }, '/systems/planning/backend', 'aps-abacus is not a backend of this build (aps-simulated)'],
    ['a day of the week that there is not', (site) => { site.workCalendar.workDays = [1, 8]; }, '/workCalendar/workDays/1', 'must be <= 7'],
    ['a break in a shift that it does not have', (site) => { site.workCalendar.breaks[0].shiftId = 'lunch'; }, '/workCalendar/breaks/0/shiftId', 'lunch is not a shift of the site'],
    ['a machine that stands twice', (site) => { site.equipment.push({ ...site.equipment[5] }); }, '/equipment/17/equipmentId', 'WU-10-A stands twice'],
    ['a machine under nothing', (site) => { site.equipment[5].parentId = 'WC-99'; }, '/equipment/5/parentId', 'WC-99 is not in the list'],
    ['a machine right under a line', (site) => { site.equipment[5].parentId = 'LINE-1'; }, '/equipment/5/parentId', 'a workUnit does not lie under the area LINE-1'],
    ['a work center without a code', (site) => { site.equipment[2].equipmentId = 'WC-11'; }, '/equipment/2/equipmentId', 'WC-11 is not a code of referenceData/workCenters'],
    ['a downtime reason under one that is not there', (site) => { site.referenceData.downtimeReasons[0].parentCode = 'WEATHER'; }, '/referenceData/downtimeReasons/0/parentCode', 'WEATHER is not in the list'],
    ['a downtime reason under itself', (site) => { site.referenceData.downtimeReasons[6].parentCode = 'MECHANICAL_FAILURE'; }, '/referenceData/downtimeReasons/6/parentCode', 'TECHNICAL lies under itself'],
    ['a fault code that means nothing', (site) => { site.equipmentPolicy.faultCodes['E-X'] = 'WEATHER'; }, '/equipmentPolicy/faultCodes/E-X', 'WEATHER is not a code of referenceData/downtimeReasons'],
    ['a machine counter that grows by more than it can show', (site) => { site.equipmentPolicy.counters.rollOver.largestStep = '65536'; }, '/equipmentPolicy/counters/rollOver/largestStep', '65536 is not below 65536'],
    ['an owner of something that nobody can write', (site) => { site.ownership.stock = ['mes']; }, '/ownership/stock', 'is not a key that a site knows'],
    ['an object that nobody owns', (site) => { site.ownership.plannedOrder = []; }, '/ownership/plannedOrder', 'must NOT have fewer than 1 items'],
    ['a target for a kind of message that does not exist', (site) => { site.latencyTargets.pizza = 30; }, '/latencyTargets/pizza', 'is not a key that a site knows'],
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
    const faults = faultsOf(changed((site) => { site.shifts = [{ shiftId: 'all', name: 'All day', startsAt: '06:00', endsAt: '06:00' }]; delete site.workCalendar; }));

    expect(faults).toEqual([]);
  });
});

describe('A site that extends a template', () => {
  const templates = new Map([['discrete-manufacturing', TEMPLATE]]);
  const read = (change: Record<string, unknown>) => readSite(stringify({ extends: 'discrete-manufacturing', ...OWN, ...change }), 'BER1', undefined, templates);
  const faults = (change: Record<string, unknown>) => {
    const answer = read(change);
    return 'faults' in answer ? answer.faults : [];
  };

  it('says what differs, and has the rest from it', () => {
    const answer = read({ mes: { backend: 'mes-pull' } });

    expect(answer).toMatchObject({ site: { name: 'Berlin', mes: { backend: 'mes-pull' }, postingDates: { closedPeriod: 'ask' }, ownership: { scheduleVersion: ['aps'] } } });
  });

  it('replaces a list as a whole, and a table key by key', () => {
    const answer = read({ latencyTargets: { plannedOrder: 900 }, shifts: [{ shiftId: 'day', name: 'Day', startsAt: '06:00', endsAt: '18:00' }], workCalendar: {} });

    expect(answer).toMatchObject({ site: { latencyTargets: { plannedOrder: 900, promiseDate: 300 }, shifts: [{ shiftId: 'day' }] } });
  });

  it.each([
    ['where inventory is posted', { postingDates: { closedPeriod: 'redate' } }, '/postingDates/closedPeriod'],
    ['who owns an object', { ownership: { scheduleVersion: ['planner'] } }, '/ownership/scheduleVersion'],
    ['the list of units', { referenceData: { ...(OWN.referenceData as object), units: [{ code: 'H87', description: 'piece' }] } }, '/referenceData/units'],
  ])('may not say %s, which is governed by it', (_case, change, path) => {
    expect(faults(change)).toContainEqual({ path, problem: 'is governed by the template discrete-manufacturing and may not be said by a site' });
  });

  it('is refused when there is no such template', () => {
    expect(faults({ extends: 'process-industry' })).toEqual([{ path: '/extends', problem: 'there is no template process-industry (discrete-manufacturing)' }]);
  });

  it('does not change its template', () => {
    const before = stringify(TEMPLATE);
    read({});

    expect(stringify(TEMPLATE)).toBe(before);
  });
});
