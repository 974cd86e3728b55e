import { UNITS, compare, type CounterPolicy } from '@plantway/canonical';
import { breakFaults, downtimeReasonFaults, equipmentFaults } from './equipment-faults.js';
import { maintenanceWindowFaults } from './maintenance-window-faults.js';
import { KNOWN_MES_BACKENDS, KNOWN_SYSTEM_BACKENDS } from './known-backends.js';
import { REFERENCE_LISTS, SYSTEM_FAMILIES } from './site-configuration.js';
import type { MeaningFault, SiteDocument } from './site-document.js';

interface Surroundings {
  readonly folder: string;
  readonly backends: readonly string[];
}
interface MeaningCheck {
  /** Top-level keys that the check looks at; it runs when none of them has a wrong shape. */
  readonly reads: readonly (keyof SiteDocument)[];
  faults(site: SiteDocument, surroundings: Surroundings): readonly MeaningFault[];
}

/** Checks that need more than one value, or knowledge of the world: zones, currencies, shifts that overlap, codes that point nowhere. */
export const MEANING_CHECKS: readonly MeaningCheck[] = [
  { reads: ['siteId'], faults: ({ siteId }, { folder }) => (siteId === folder ? [] : [{ path: '/siteId', problem: `is ${siteId}, but the folder is ${folder}` }]) },
  { reads: ['timeZone'], faults: ({ timeZone }) => (isZone(timeZone) ? [] : [{ path: '/timeZone', problem: `${timeZone} is not an IANA time zone such as Europe/Berlin` }]) },
  {
    reads: ['currency'],
    faults: ({ currency }) => (Intl.supportedValuesOf('currency').includes(currency) ? [] : [{ path: '/currency', problem: `${currency} is not an ISO 4217 currency` }]),
  },
  { reads: ['shifts'], faults: shiftFaults },
  { reads: ['mes'], faults: ({ mes }) => (mes === undefined ? [] : unknownBackend('/mes/backend', mes.backend, KNOWN_MES_BACKENDS)) },
  { reads: ['erp'], faults: ({ erp }, { backends }) => unknownBackend('/erp/backend', erp.backend, backends) },
  { reads: ['erpCodes'], faults: ({ erpCodes }, { backends }) => Object.keys(erpCodes).flatMap((backend) => unknownBackend(`/erpCodes/${backend}`, backend, backends)) },
  {
    reads: ['erp', 'erpCodes'],
    faults: ({ erp, erpCodes }) => (Object.hasOwn(erpCodes, erp.backend) ? [] : [{ path: '/erpCodes', problem: `has no table for ${erp.backend}, which the site uses` }]),
  },
  { reads: ['systems'], faults: ({ systems = {} }) => SYSTEM_FAMILIES.flatMap((family) => (systems[family] === undefined ? [] : unknownBackend(`/systems/${family}/backend`, systems[family].backend, KNOWN_SYSTEM_BACKENDS[family]))) },
  { reads: ['erp', 'mes', 'systems'], faults: maintenanceWindowFaults },
  { reads: ['shifts', 'workCalendar'], faults: breakFaults },
  { reads: ['equipment', 'referenceData'], faults: equipmentFaults },
  { reads: ['equipmentPolicy', 'referenceData'], faults: downtimeReasonFaults },
  { reads: ['runningTotals'], faults: ({ runningTotals }) => rollOverFaults('/runningTotals/rollOver', runningTotals?.rollOver) },
  { reads: ['equipmentPolicy'], faults: ({ equipmentPolicy }) => rollOverFaults('/equipmentPolicy/counters/rollOver', equipmentPolicy?.counters?.rollOver) },
  { reads: ['referenceData'], faults: doubleCodes },
  { reads: ['referenceData'], faults: unknownUnits },
  { reads: ['referenceData', 'erpCodes'], faults: erpCodeFaults },
];

function unknownBackend(path: string, backend: string, backends: readonly string[]): MeaningFault[] {
  return backends.includes(backend) ? [] : [{ path, problem: `${backend} is not a backend of this build (${backends.join(', ')})` }];
}

function shiftFaults({ shifts }: SiteDocument): MeaningFault[] {
  return shifts.flatMap((shift, at) => shifts.slice(0, at).flatMap((earlier) => [
    ...(earlier.shiftId === shift.shiftId ? [{ path: `/shifts/${at}/shiftId`, problem: `${shift.shiftId} stands twice` }] : []),
    ...(overlap(earlier, shift) ? [{ path: `/shifts/${at}`, problem: `${shift.shiftId} overlaps ${earlier.shiftId}` }] : []),
  ]));
}

function rollOverFaults(path: string, rollOver: CounterPolicy['rollOver']): MeaningFault[] {
  if (rollOver === undefined || compare({ value: rollOver.largestStep, unit: '' }, { value: rollOver.at, unit: '' }) < 0) return [];
  return [{ path: `${path}/largestStep`, problem: `${rollOver.largestStep} is not below ${rollOver.at}, where the counter begins again` }];
}

function doubleCodes({ referenceData }: SiteDocument): MeaningFault[] {
  return REFERENCE_LISTS.flatMap((list) => {
    const codes = referenceData[list].map(({ code }) => code);
    return codes.flatMap((code, at) => (codes.indexOf(code) < at ? [{ path: `/referenceData/${list}/${at}/code`, problem: `${code} stands twice` }] : []));
  });
}

function unknownUnits({ referenceData }: SiteDocument): MeaningFault[] {
  return referenceData.units.flatMap(({ code }, at) => (UNITS.has(code) ? [] : [{ path: `/referenceData/units/${at}/code`, problem: `${code} is not a unit of UN/ECE Recommendation 20 that we know` }]));
}

/** A table is one to one over codes that the site has, or one direction would be a guess. Items are the ERP's: the site has no list of them. */
function erpCodeFaults({ referenceData, erpCodes }: SiteDocument): MeaningFault[] {
  return Object.entries(erpCodes).flatMap(([backend, tables]) => (['units', 'reasons', 'workCenters', 'items'] as const).flatMap((table) => {
    const rows = Object.entries(tables[table] ?? {});
    const known = table === 'items' ? undefined : new Set(referenceData[table].map(({ code }) => code));
    return rows.flatMap(([code, erpCode], at) => {
      const path = `/erpCodes/${backend}/${table}/${code}`;
      const earlier = rows.slice(0, at).find(([, other]) => other === erpCode);
      return [
        ...(known === undefined || known.has(code) ? [] : [{ path, problem: `${code} is not a code of referenceData/${table}` }]),
        ...(earlier === undefined ? [] : [{ path, problem: `the ERP code ${erpCode} belongs to ${earlier[0]} already` }]),
      ];
    });
  }));
}

function isZone(name: string): boolean {
  try {
    // An offset such as "+01:00" is a zone to Intl, yet it knows no daylight saving time.
    return !/^[+-]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

interface Times {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** Whether two shifts share a minute of the day; both may run over midnight. */
function overlap(one: Times, other: Times): boolean {
  return stretches(one).some(([from, to]) => stretches(other).some(([start, end]) => from < end && start < to));
}

function stretches({ startsAt, endsAt }: Times): [number, number][] {
  const [from, to] = [minuteOf(startsAt), minuteOf(endsAt)];
  return from < to ? [[from, to]] : [[from, 24 * 60], [0, to]];
}

function minuteOf(timeOfDay: string): number {
  const [hours, minutes] = timeOfDay.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
