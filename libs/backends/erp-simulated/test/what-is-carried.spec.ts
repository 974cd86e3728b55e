import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ProductionConfirmation } from '@plantway/canonical';
import { FIELDS_NOT_CARRIED, notCarriedOf } from '../src/fields-not-carried.js';
import { feedbackOf } from '../src/posting.mapper.js';

/** A confirmation in which nothing is left out: a field that is added to the canonical form and missing here does not compile. */
type Full<T> = T extends readonly (infer Row)[] ? readonly Full<Row>[] : T extends object ? { readonly [Name in keyof T]-?: Full<T[Name]> } : T;
const quantity = { value: '3', unit: 'PC' };
const span = { startedAt: '2026-11-22T06:00:00.000Z', finishedAt: '2026-11-22T06:40:00.000Z' };
const full: Full<ProductionConfirmation> = {
  confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', kind: 'partial', cumulative: false, replaces: 'mes-0', sourceSequence: 4, yield: quantity,
  scrap: [{ quantity, reasonCode: 'BURR' }], rework: quantity, producedLots: [{ lotId: 'L-1', quantity }], serialNumbers: ['S-1'],
  genealogy: [{ serialNumber: 'S-1', componentSerialNumbers: ['C-1'] }], consumptions: [{ itemId: 'RM-1', quantity, lotId: 'L-2', serialNumbers: ['C-1'], backflush: false }],
  otherOutputs: [{ itemId: 'BY-1', type: 'byProduct', quantity, lotId: 'L-3' }], labor: [{ personId: 'P-1', crewId: 'CREW', activityCode: 'welding', ...span }],
  machineTimes: [{ equipmentId: 'M-1', activityCode: 'run', ...span }], ...span, postingDate: '2026-11-22', productionDay: '2026-11-22', workCenterId: 'WC-10', equipmentId: 'M-1', exceptionCodes: ['E-1'],
};

const OTHER: Readonly<Record<string, unknown>> = { partial: 'final', byProduct: 'coProduct', run: 'setup', '2026-11-22': '2026-11-23', [span.startedAt]: '2026-11-22T05:00:00.000Z', [span.finishedAt]: '2026-11-22T07:00:00.000Z' };

/** Every value of the confirmation with its name, and the confirmation in which only that value is another one. */
function* changes(value: unknown, name: string, rebuild: (other: unknown) => unknown): Generator<{ name: string; changed: unknown }> {
  if (Array.isArray(value)) yield* changes(value[0], typeof value[0] === 'object' ? `${name}[]` : name, (other) => rebuild([other]));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, below] of Object.entries(value)) yield* changes(below, name === '' ? key : `${name}.${key}`, (other) => rebuild({ ...value, [key]: other }));
  } else yield { name, changed: rebuild(typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : (OTHER[String(value)] ?? `${String(value)}9`)) };
}

const sent = (confirmation: unknown): unknown => {
  try {
    return JSON.stringify(feedbackOf(confirmation as ProductionConfirmation, 'r-1'));
  } catch {
    return 'refused';
  }
};

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8').split('## What this ERP cannot take')[1]?.split('| File |')[0] ?? '';
const [notCarried = [], gatewaysOwn = []] = readme.split("These are the gateway's own").map((table) => [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)));
const lost = [...changes(full, '', (other) => other)].filter(({ changed }) => sent(changed) === sent(full)).map(({ name }) => name);

it('the README names every value of a confirmation that does not reach this ERP, and no other', () => {
  // `siteId` is the plant in the path; a total is refused, which is told in its row.
  expect([...lost, 'cumulative'].sort()).toEqual([...notCarried, ...gatewaysOwn, 'siteId'].sort());
});

it('the capabilities declare what the README does, each with a reason', () => {
  expect(FIELDS_NOT_CARRIED.map(({ field }) => field).sort()).toEqual([...notCarried].sort());
  for (const { reason } of FIELDS_NOT_CARRIED) expect(reason).toMatch(/^This ERP|^Labor/);
});

it('a receipt names all of them for a report that has them all, and none for one that has nothing of the kind', () => {
  const { genealogy, consumptions, labor, machineTimes, equipmentId, exceptionCodes, ...plain } = full;
  expect([genealogy, consumptions, labor, machineTimes, exceptionCodes].every((list) => list.length > 0) && equipmentId !== undefined).toBe(true);

  expect(notCarriedOf(full)).toEqual(FIELDS_NOT_CARRIED);
  expect(notCarriedOf({ ...plain, genealogy: [], consumptions: [], labor: [], machineTimes: [], exceptionCodes: [] })).toEqual([]);
});

it('a crew that was sent in the place of a person is carried', () => {
  const crew = { ...full, labor: full.labor.map(({ crewId, activityCode, startedAt, finishedAt }) => ({ crewId, activityCode, startedAt, finishedAt })) };

  expect(feedbackOf(crew, 'r-1')).toMatchObject({ times: expect.arrayContaining([expect.objectContaining({ act: 'LABOR', person: 'CREW' })]) });
  expect(notCarriedOf(crew).map(({ field }) => field)).not.toContain('labor[].crewId');
});
