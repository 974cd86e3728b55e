import { describe, expect, it } from '@jest/globals';
import { ERROR_CATALOGUE, type Effect, type ErrorCode } from '@plantway/canonical';
import fc from 'fast-check';
import { classifyNativeError, VENDOR_WORDS, VENDORS, type NativeAnswer, type NativeErrorMeaning, type Vendor } from '../src/index.js';
import { DYNAMICS_CASES } from './corpus/dynamics-365.js';
import type { ErrorCase } from './corpus/error-case.js';
import { M3_CASES } from './corpus/infor-m3.js';
import { ORACLE_CASES } from './corpus/oracle-fusion.js';
import { SAP_CASES } from './corpus/sap-s4hana.js';

const CORPUS: readonly (readonly [Vendor, readonly ErrorCase[]])[] = [['sapS4hana', SAP_CASES], ['oracleFusion', ORACLE_CASES], ['dynamics365', DYNAMICS_CASES], ['inforM3', M3_CASES]];
/** What is done with a failure: tried again, to a person, read back first, or to whoever maintains the gateway. */
type Fate = 'again' | 'person' | 'readBack' | 'defect' | 'nothing';
const fateOf = (told: { readonly code: ErrorCode; readonly effect: Effect } | undefined): Fate => {
  if (told === undefined) return 'nothing';
  if (told.effect === 'unknown') return 'readBack';
  switch (ERROR_CATALOGUE[told.code].kind) {
    case 'technical': case 'throttled': return 'again';
    case 'business': case 'mapping': return 'person';
    case 'inDoubt': return 'readBack';
    case 'defect': return 'defect';
  }
};
const meaningOf = (vendor: Vendor, { status, headers, body }: ErrorCase): NativeErrorMeaning | undefined => classifyNativeError(vendor, { asked: 'write', status, body, ...(headers && { headers }) });

describe('what an ERP says when it does not post', () => {
  it.each(CORPUS)('of %s is known in at least thirty real shapes, each once', (_vendor, cases) => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(new Set(cases.map(({ status, body, headers }) => JSON.stringify([status, headers, body]))).size).toBe(cases.length);
  });

  it.each(CORPUS.flatMap(([vendor, cases]) => cases.map((one) => [vendor, one.name, one] as const)))('%s: %s', (vendor, _name, one) => {
    expect(meaningOf(vendor, one)).toMatchObject({ code: one.code, effect: one.effect });
  });

  it('is never confused: what may go is not parked, and what a rule refused is not tried again', () => {
    const matrix: Record<string, number> = {};
    for (const [vendor, cases] of CORPUS) {
      for (const one of cases) {
        const cell = `${fateOf(one)} taken for ${fateOf(meaningOf(vendor, one))}`;
        matrix[cell] = (matrix[cell] ?? 0) + 1;
      }
    }
    const confused = Object.entries(matrix).filter(([cell]) => cell.split(' taken for ')[0] !== cell.split(' taken for ')[1]);

    expect(confused).toEqual([]);
    expect(Object.keys(matrix).sort()).toEqual(['again taken for again', 'defect taken for defect', 'person taken for person', 'readBack taken for readBack']);
  });

  it('is told on with its own code and words', () => {
    const said = SAP_CASES.find(({ name }) => name.includes('wrapper'))!;

    expect(meaningOf('sapS4hana', said)?.said).toEqual({ code: 'M7/053', text: 'Posting only possible in periods 2026/11 and 2026/10 in company code 1710' });
  });
});

describe('the tables of native errors', () => {
  const rows = VENDORS.flatMap((vendor) => VENDOR_WORDS[vendor].rows.map((row) => [vendor, row] as const));

  it('say of each row why we believe it', () => {
    expect(rows.filter(([, { source }]) => source.length < 10)).toEqual([]);
  });

  it('never assume of a server failure that nothing was posted', () => {
    expect(rows.filter(([, { status = [], effect, source }]) => effect === 'none' && status.some((each) => each >= 500) && source.startsWith('assumed'))).toEqual([]);
  });

  it('have no text that the same pattern is slow on', () => {
    const hostile = `${'lot order operation batch period '.repeat(300)}${'a'.repeat(20_000)}`;
    const before = process.cpuUsage();
    for (const [, { text, code }] of rows) {
      text?.test(hostile);
      if (code instanceof RegExp) code.test(hostile);
    }
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe('an answer that nobody has seen before', () => {
  const status = fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(200, 201, 400, 404, 408, 409, 422, 500, 502, 503, 504));
  const word = fc.string({ maxLength: 12 });
  const shaped = fc.oneof(
    fc.record({ error: fc.record({ code: word, message: fc.oneof(word, fc.record({ value: word })), innererror: fc.jsonValue() }) }),
    fc.record({ title: word, detail: word, 'o:errorDetails': fc.array(fc.record({ detail: word })) }),
    fc.record({ ErrorsExistFlag: fc.constantFrom('true', 'false'), Lines: fc.array(fc.record({ ErrorMessages: word })) }),
    fc.record({ results: fc.array(fc.record({ errorType: word, errorCode: word, errorMessage: word })), nrOfFailedTransactions: fc.nat(3), nrOfSuccessfullTransactions: fc.nat(3) }),
    fc.record({ '@type': word, '@code': word, Message: word }),
  );
  const body = fc.oneof(fc.string(), fc.json(), fc.constant('<html><body>Sign in</body></html>'), shaped.map((value) => JSON.stringify(value)), fc.jsonValue(), fc.constant(undefined));
  const vendor = fc.constantFrom(...VENDORS);

  it('is tried again only when HTTP or a row of a table says so', () => {
    fc.assert(fc.property(vendor, status, body, (whose, code, text) => {
      const told = classifyNativeError(whose, { asked: 'write', status: code, body: text });
      if (fateOf(told) !== 'again') return;
      const isListed = VENDOR_WORDS[whose].rows.some(({ source, effect }) => source === told!.source && effect === 'none');
      expect({ isListed, code, isServerFailure: code >= 500 && whose !== 'simulated' }).toMatchObject({ isListed: true, isServerFailure: false });
    }), { numRuns: 3_000, seed: 20_261_123 });
  });

  it.each(VENDORS)('of %s without words is in doubt, unless HTTP says that nothing was done', (whose) => {
    for (let code = 300; code < 600; code += 1) {
      const told = classifyNativeError(whose, { asked: 'write', status: code, body: '<html></html>' });
      if (fateOf(told) !== 'readBack') expect([401, 412, 423, 428, 429]).toContain(code);
    }
  });

  it.each<[string, NativeAnswer, ErrorCode, Effect]>([
    ['never left', { asked: 'write', fault: 'notSent' }, 'ERP_UNAVAILABLE', 'none'],
    ['broke off', { asked: 'write', fault: 'broken' }, 'ERP_ANSWER_LOST', 'unknown'],
    ['broke off after its head', { asked: 'write', fault: 'broken', status: 201, body: '{"d"' }, 'ERP_ANSWER_LOST', 'unknown'],
    ['broke off, but only asked', { asked: 'read', fault: 'broken' }, 'ERP_UNAVAILABLE', 'none'],
    ['failed over there, but only asked', { asked: 'read', status: 500, body: '' }, 'ERP_UNAVAILABLE', 'none'],
  ])('of a request that %s', (_what, answer, code, effect) => {
    expect(classifyNativeError('sapS4hana', answer)).toMatchObject({ code, effect });
  });

  it('that says nothing wrong is no error', () => {
    expect(classifyNativeError('sapS4hana', { asked: 'write', status: 201, body: '{"d":{"ConfirmationGroup":"4711","ConfirmationCount":"1"}}' })).toBeUndefined();
    expect(classifyNativeError('oracleFusion', { asked: 'write', status: 201, body: '{"ErrorsExistFlag":"false","Lines":[{"ErrorsExistFlag":"false"}]}' })).toBeUndefined();
    expect(classifyNativeError('inforM3', { asked: 'write', status: 200, body: '{"results":[{"transaction":"RptOperation","records":[{}]}],"nrOfFailedTransactions":0,"wasTerminated":false}' })).toBeUndefined();
  });
});
