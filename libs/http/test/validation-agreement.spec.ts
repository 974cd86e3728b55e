import { describe, expect, it } from '@jest/globals';
import { ValidationPipe } from '@nestjs/common';
import { ProductionConfirmationDto } from '@plantway/dto';
import fc from 'fast-check';
import { bodyCheckOf } from '../src/index.js';

const pipe = new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true });
const check = bodyCheckOf(ProductionConfirmationDto);

/** What both engines say of a body, each on a copy of its own. */
async function verdicts(body: unknown): Promise<{ readonly compiled: boolean; readonly pipe: boolean }> {
  const byPipe = await pipe.transform(structuredClone(body), { type: 'body', metatype: ProductionConfirmationDto }).then(() => !Array.isArray(body) && typeof body === 'object' && body !== null, () => false);
  return { compiled: check.accepts(structuredClone(body)), pipe: byPipe };
}

const quantity = (value: string) => ({ value, unit: 'H87' });
const smallest = () => ({
  confirmationId: 'mes-1', workOrderId: 'WO-1', operationId: '0010', kind: 'partial', yield: quantity('12.5'), startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00',
});
/** Every field of the DTO at once. */
const fullest = () => ({
  ...smallest(), cumulative: true, replaces: 'mes-0', sourceSequence: 7, scrap: [{ quantity: quantity('1'), reasonCode: 'BURR' }], rework: quantity('2'),
  producedLots: [{ lotId: 'L-1', quantity: quantity('12') }], serialNumbers: ['SN-1', 'SN-2'], genealogy: [{ serialNumber: 'SN-1', componentSerialNumbers: ['P-1'] }],
  consumptions: [{ itemId: 'RM-1', lotId: 'R-1', quantity: { value: '9.75', unit: 'KGM' } }, { itemId: 'CP-2', backflush: true }],
  otherOutputs: [{ itemId: 'FG-101', type: 'byProduct', quantity: { value: '0.4', unit: 'KGM' } }],
  labor: [{ crewId: 'CREW-1', activityCode: 'ASSEMBLY', startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00' }],
  machineTimes: [{ equipmentId: 'WU-1', activityCode: 'run', startedAt: '2026-11-22T06:05:00+01:00', finishedAt: '2026-11-22T06:38:00+01:00' }],
  workCenterId: 'WC-20', equipmentId: 'WU-1', exceptionCodes: ['TOOL_CHANGED'], postingDate: '2026-11-22',
});
const but = (change: Record<string, unknown>): Record<string, unknown> => {
  const body: Record<string, unknown> = { ...fullest(), ...change };
  for (const [key, value] of Object.entries(change)) if (value === undefined) delete body[key];
  return body;
};

describe('the compiled check and the ValidationPipe', () => {
  it.each<[string, unknown, boolean]>([
    ['the smallest body', smallest(), true],
    ['the fullest body', fullest(), true],
    ['null for what is optional', but({ replaces: null, rework: null, postingDate: null }), true],
    ['null for what has a default', but({ scrap: null }), false],
    ['no yield', but({ yield: undefined }), false],
    ['null as yield', but({ yield: null }), false],
    ['an empty list as yield', but({ yield: [] }), false],
    ['a list of one yield', but({ yield: [quantity('1')] }), false],
    ['a text as yield', but({ yield: 'x' }), false],
    ['a number as value', but({ yield: { value: 12, unit: 'H87' } }), false],
    ['thirteen decimals', but({ yield: quantity('1.1234567890123') }), false],
    ['a line break behind a value', but({ yield: quantity('1\n') }), false],
    ['an unknown field', but({ state: 'posted' }), false],
    ['an unknown field below', but({ scrap: [{ quantity: quantity('1'), reasonCode: 'BURR', x: 1 }] }), false],
    ['one object as list', but({ scrap: { quantity: quantity('1'), reasonCode: 'BURR' } }), false],
    ['a list of null', but({ scrap: [null] }), false],
    ['a list of lists', but({ scrap: [[]] }), false],
    ['51 scrap reasons', but({ scrap: Array.from({ length: 51 }, (_, index) => ({ quantity: quantity('1'), reasonCode: `R-${index}` })) }), false],
    ['the same reason twice', but({ scrap: ['BURR', 'BURR'].map((reasonCode) => ({ quantity: quantity('1'), reasonCode })) }), false],
    ['the same serial number twice', but({ serialNumbers: ['SN-1', 'SN-1'] }), false],
    ['a map as list', but({ serialNumbers: { 0: 'SN-1' } }), false],
    ['a list as kind', but({ kind: ['partial'] }), false],
    ['a text as boolean', but({ cumulative: 'true' }), false],
    ['a fraction as sequence', but({ sourceSequence: 1.5 }), false],
    ['a sequence of 0', but({ sourceSequence: 0 }), false],
    ['an instant without offset', but({ startedAt: '2026-11-22T06:00:00' }), false],
    ['30 February', but({ postingDate: '2026-02-30' }), false],
    ['a finish before the start', but({ finishedAt: '2026-11-22T04:59:59Z' }), false],
    ['a finish before the start below', but({ labor: [{ ...fullest().labor[0], finishedAt: '2026-11-22T05:59:59+01:00' }] }), false],
    ['a correction of itself', but({ replaces: 'mes-1' }), false],
    ['quantity and backflush', but({ consumptions: [{ itemId: 'RM-1', quantity: quantity('1'), backflush: true }] }), false],
    ['neither quantity nor backflush', but({ consumptions: [{ itemId: 'RM-1' }] }), false],
    ['labor of nobody', but({ labor: [{ ...fullest().labor[0], crewId: undefined }] }), false],
    ['a list around it', [smallest()], false],
    ['an empty list', [], false],
    ['null', null, false],
    ['a text', 'x', false],
  ])('agree on %s', async (_, body, accepted) => {
    const sent: unknown = JSON.parse(JSON.stringify(body));

    expect(await verdicts(sent)).toEqual({ compiled: accepted, pipe: accepted });
  });

  it('agree on bodies that were changed in any place', async () => {
    await fc.assert(fc.asyncProperty(changedBody(), async (body) => {
      const { compiled, pipe: byPipe } = await verdicts(body);
      expect(compiled).toBe(byPipe);
    }), { numRuns: 2_500 });
  }, 120_000);

  it.each([['accepted', smallest()], ['refused', but({ kind: 'maybe', scrap: undefined })]])('leaves a body that is %s as it was sent: no default is filled in', async (_, sent) => {
    const body: unknown = structuredClone(sent);

    check.accepts(body);
    await check.findings(body);

    expect(body).toEqual(sent);
  });

  it('has words for every refusal of the compiled check', async () => {
    await fc.assert(fc.asyncProperty(changedBody(), async (body) => {
      fc.pre(!check.accepts(structuredClone(body)));
      const findings = await check.findings(body, '/confirmations/3');
      expect(findings.length).toBeGreaterThan(0);
      for (const { path, problem, fix } of findings) expect([path.startsWith('/confirmations/3'), problem.length > 0, fix.length > 0]).toEqual([true, true, true]);
    }), { numRuns: 300 });
  }, 60_000);
});

/** A full or small body, with one to three places dropped, replaced by something odd, or joined by another field; as it comes out of JSON. */
function changedBody(): fc.Arbitrary<unknown> {
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 1.5, '', '1.5', '0', '-0', '01', '1e3', 'H87', 'KGM', 'partial', 'run', 'mes-1', 'BURR', '2026-11-22', '2026-11-22T06:00:00Z', '2026-11-22T06:00:00.123456789-14:00',
      '\ufe0f', 'ä', 'a\ud83d\ude00', ' x', 'x ', [], {}, [[]], [{}], [null], ['SN-1'], ['SN-1', 'SN-1'], quantity('3'), [{ quantity: quantity('1'), reasonCode: 'B' }]),
    fc.string({ unit: 'grapheme', maxLength: 70 }), fc.integer(), fc.double({ noNaN: true }), fc.array(fc.string(), { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }));
  const change = fc.record({ place: fc.nat(), how: fc.constantFrom('replace', 'drop', 'join', 'double'), value: odd, name: fc.constantFrom('extra', 'value', 'unit', 'length', 'name', '0', '') });
  return fc.tuple(fc.constantFrom(smallest, fullest), fc.array(change, { minLength: 1, maxLength: 3 })).map(([start, changes]) => {
    const body: unknown = start();
    for (const { place, how, value, name } of changes) {
      const places = placesIn(body);
      const at = places[place % places.length];
      if (at === undefined) continue;
      const { holder, key } = at;
      if (how === 'drop') { if (Array.isArray(holder)) holder.splice(Number(key), 1); else delete holder[key]; }
      else if (how === 'replace') holder[key] = structuredClone(value);
      else if (how === 'double' && Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
      else if (!Array.isArray(holder)) holder[name] = structuredClone(value);
    }
    return JSON.parse(JSON.stringify(body)) as unknown;
  });
}

function placesIn(value: unknown): readonly { readonly holder: any; readonly key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, below]) => [{ holder: value, key }, ...placesIn(below)]);
}
