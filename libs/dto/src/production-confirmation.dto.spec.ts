import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import fc from 'fast-check';
import { compileObjectRules } from './object-rules.js';
import { ProductionConfirmationDto } from './production-confirmation.dto.js';

 
type Body = Record<string, any>;

const hold = compileObjectRules(ProductionConfirmationDto);

/** The smallest report of the contract. */
const smallest = (): Body => ({
  confirmationId: 'mes-000123', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial',
  yield: { value: '12', unit: 'H87' }, scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
  startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', workCenterId: 'WC-20',
});
const times = { startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00' };
const but = (change: (body: Body) => void): Body => {
  const body = smallest();
  change(body);
  return body;
};

/** Paths of the properties that are refused. */
function faults(body: unknown): readonly string[] {
  const paths = (errors: readonly ValidationError[], above: string): string[] =>
    errors.flatMap((error) => [...(error.constraints === undefined ? [] : [`${above}/${error.property}`]), ...paths(error.children ?? [], `${above}/${error.property}`)]);
  return paths(validateSync(plainToInstance(ProductionConfirmationDto, body), { whitelist: true, forbidNonWhitelisted: true }), '');
}

describe('a production confirmation', () => {
  it.each<[string, Body]>([
    ['the smallest one', smallest()],
    ['without scrap', but((body) => delete body.scrap)],
    ['with null for what may be left out', but((body) => { body.rework = null; body.postingDate = null; body.replaces = null; body.sourceSequence = null; })],
    ['that began and ended in one moment, written at two offsets', but((body) => { body.startedAt = '2026-11-22T05:40:00Z'; })],
    ['of nothing but scrap', but((body) => { body.yield.value = '0'; })],
    ['with lots and serial numbers as printed', but((body) => { body.producedLots = [{ lotId: 'Los 7 / Süd', quantity: { value: '12', unit: 'H87' } }]; body.serialNumbers = ['Ø-1', 'SN 2']; })],
    ['with a backflushed and a reported consumption', but((body) => {
      body.consumptions = [{ itemId: 'CP-2', backflush: true }, { itemId: 'RM-1', lotId: 'A', quantity: { value: '9', unit: 'KGM' } }, { itemId: 'RM-1', lotId: 'B', quantity: { value: '1', unit: 'KGM' }, backflush: false }];
    })],
    ['with labor of a person, of a crew and of a person in a crew', but((body) => {
      body.labor = [{ personId: 'P-1', activityCode: 'A', ...times }, { crewId: 'C-1', activityCode: 'A', ...times }, { personId: 'P-1', crewId: 'C-1', activityCode: 'A', ...times }];
    })],
    ['with running totals and a sequence', but((body) => { body.cumulative = true; body.sourceSequence = 1; body.replaces = 'mes-000122'; })],
  ])('is accepted %s', (_case, body) => {
    expect(faults(body)).toEqual([]);
    expect(hold(body)).toBe(true);
  });

  it.each<[string, string, Body]>([
    ['without an id', '/confirmationId', but((body) => delete body.confirmationId)],
    ['with a number for an id', '/confirmationId', but((body) => { body.confirmationId = 123; })],
    ['with an unknown kind', '/kind', but((body) => { body.kind = 'done'; })],
    ['without yield', '/yield', but((body) => delete body.yield)],
    ['with null for yield', '/yield', but((body) => { body.yield = null; })],
    ['with a list for yield', '/yield', but((body) => { body.yield = [{ value: '1', unit: 'H87' }]; })],
    ['with a number for an amount', '/yield/value', but((body) => { body.yield.value = 12; })],
    ['with an amount below zero', '/yield/value', but((body) => { body.yield.value = '-1'; })],
    ['with thirteen decimals', '/yield/value', but((body) => { body.yield.value = '1.1234567890123'; })],
    ['with an exponent', '/yield/value', but((body) => { body.yield.value = '1e3'; })],
    ['with a comma', '/yield/value', but((body) => { body.yield.value = '1,5'; })],
    ['with a unit that nobody knows', '/yield/unit', but((body) => { body.yield.unit = 'PCE'; })],
    ['with a unit named like a property of every object', '/yield/unit', but((body) => { body.yield.unit = 'constructor'; })],
    ['without a unit', '/yield/unit', but((body) => delete body.yield.unit)],
    ['with an unknown field', '/yeild', but((body) => { body.yeild = body.yield; })],
    ['with an unknown field below', '/scrap/0/reason', but((body) => { body.scrap[0].reason = 'BURR'; })],
    ['with null for scrap', '/scrap', but((body) => { body.scrap = null; })],
    ['with a list in the list of scrap', '/scrap', but((body) => { body.scrap = [[]]; })],
    ['with more than 50 scrap reasons', '/scrap', but((body) => { body.scrap = Array.from({ length: 51 }, (_none, index) => ({ ...body.scrap[0], reasonCode: `R${index}` })); })],
    ['with scrap in another unit than the yield', '/scrap', but((body) => { body.scrap[0].quantity.unit = 'KGM'; })],
    ['with rework in another unit than the yield', '/rework', but((body) => { body.rework = { value: '1', unit: 'KGM' }; })],
    ['with one scrap reason twice', '/scrap', but((body) => { body.scrap = [body.scrap[0], body.scrap[0]]; })],
    ['with an end before its start', '/finishedAt', but((body) => { body.finishedAt = '2026-11-22T05:59:59+01:00'; })],
    ['with an end that only looks later', '/finishedAt', but((body) => { body.finishedAt = '2026-11-22T06:30:00+02:00'; })],
    ['with a start without offset', '/startedAt', but((body) => { body.startedAt = '2026-11-22T06:00:00'; })],
    ['with a day that does not exist', '/finishedAt', but((body) => { body.finishedAt = '2026-11-31T06:00:00Z'; })],
    ['with an instant for a posting date', '/postingDate', but((body) => { body.postingDate = '2026-11-22T06:00:00Z'; })],
    ['with 30 February for a posting date', '/postingDate', but((body) => { body.postingDate = '2026-02-30'; })],
    ['with one serial number twice', '/serialNumbers', but((body) => { body.serialNumbers = ['SN-1', 'SN-1']; })],
    ['with one text for serial numbers', '/serialNumbers', but((body) => { body.serialNumbers = 'SN-1'; })],
    ['with one lot twice', '/producedLots', but((body) => { body.producedLots = [1, 2].map(() => ({ lotId: 'L', quantity: { value: '6', unit: 'H87' } })); })],
    ['with one component in two units', '/genealogy', but((body) => { body.genealogy = ['A', 'B'].map((serialNumber) => ({ serialNumber, componentSerialNumbers: ['PUMP-1'] })); })],
    ['with one unit twice in the genealogy', '/genealogy', but((body) => { body.genealogy = ['X', 'Y'].map((part) => ({ serialNumber: 'A', componentSerialNumbers: [part] })); })],
    ['with a consumption both reported and backflushed', '/consumptions/0/quantity', but((body) => { body.consumptions = [{ itemId: 'RM-1', quantity: { value: '1', unit: 'KGM' }, backflush: true }]; })],
    ['with a consumption neither reported nor backflushed', '/consumptions/0/quantity', but((body) => { body.consumptions = [{ itemId: 'RM-1' }]; })],
    ['with labor of nobody', '/labor/0/personId', but((body) => { body.labor = [{ activityCode: 'A', ...times }]; })],
    ['with labor that ends before it starts', '/labor/0/finishedAt', but((body) => { body.labor = [{ personId: 'P', activityCode: 'A', startedAt: times.finishedAt, finishedAt: times.startedAt }]; })],
    ['with a machine that ends before it starts', '/machineTimes/1/finishedAt', but((body) => {
      body.machineTimes = [{ equipmentId: 'E', activityCode: 'run', ...times }, { equipmentId: 'E', activityCode: 'run', startedAt: times.finishedAt, finishedAt: times.startedAt }];
    })],
    ['that replaces itself', '/replaces', but((body) => { body.replaces = body.confirmationId; })],
    ['with "true" for cumulative', '/cumulative', but((body) => { body.cumulative = 'true'; })],
    ['with sequence zero', '/sourceSequence', but((body) => { body.sourceSequence = 0; })],
    ['with half a sequence number', '/sourceSequence', but((body) => { body.sourceSequence = 1.5; })],
    ['with an unknown type of other output', '/otherOutputs/0/type', but((body) => { body.otherOutputs = [{ itemId: 'X', type: 'waste', quantity: { value: '1', unit: 'KGM' } }]; })],
  ])('is refused %s, at %s', (_case, path, body) => {
    expect(new Set(faults(body))).toEqual(new Set([path]));
  });
});

describe('rules over several fields', () => {
  const moment = fc.constantFrom('2026-11-22T06:00:00+01:00', '2026-11-22T05:00:00.000000001Z', '2026-11-22T07:00:00+01:00');
  const id = fc.constantFrom('A', 'B', 'mes-000123');
  const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const quantity = fc.constantFrom({ value: '1', unit: 'H87' }, { value: '1', unit: 'KGM' });
  const span = { startedAt: moment, finishedAt: moment };
  const body = fc.record({
    ...span,
    rework: fc.oneof(quantity, fc.constantFrom(null, undefined)),
    replaces: fc.oneof(id, fc.constantFrom(null, undefined)),
    scrap: some(fc.array(fc.record({ quantity, reasonCode: id }), { maxLength: 3 })),
    genealogy: some(fc.array(fc.record({ serialNumber: id, componentSerialNumbers: fc.uniqueArray(id) }), { maxLength: 2 })),
    consumptions: some(fc.array(fc.record({ itemId: id, quantity: fc.oneof(quantity, fc.constantFrom(null, undefined)), backflush: some(fc.boolean()) }), { maxLength: 2 })),
    labor: some(fc.array(fc.record({ personId: fc.oneof(id, fc.constantFrom(null, undefined)), crewId: some(id), activityCode: id, ...span }), { maxLength: 2 })),
    machineTimes: some(fc.array(fc.record({ equipmentId: id, activityCode: fc.constant('run'), ...span }), { maxLength: 2 })),
  });

  it('give the same answer without class-validator', () => {
    let refused = 0;
    fc.assert(fc.property(body, (fields) => {
      const sent = JSON.parse(JSON.stringify({ ...smallest(), ...fields })) as Body;
      const accepted = faults(sent).length === 0;
      refused += accepted ? 0 : 1;

      expect(hold(sent)).toBe(accepted);
    }), { numRuns: 1000 });
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(1000);
  });

  it('bear anything: a body without the shape is none of their business', () => {
    fc.assert(fc.property(fc.anything(), fc.constantFrom('yield', 'rework', 'scrap', 'genealogy', 'consumptions', 'labor', 'finishedAt', 'startedAt', 'replaces'), (junk, property) => {
      expect(() => hold({ ...smallest(), [property]: junk })).not.toThrow();
      expect(() => hold(junk)).not.toThrow();
    }));
  });
});
