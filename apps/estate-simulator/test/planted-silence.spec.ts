import { beforeEach, describe, expect, it } from '@jest/globals';
import { grade } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { pieces } from './scarce-plant.js';
import { SITE } from './told-plant.js';
import type { Report } from './told-plant.js';

/** Faults are planted in the spare order of a plant that has otherwise worked without one. */
describe('silence is found and named', () => {
  let run: FaultyRun;
  let first: Report;
  let second: Report;
  beforeEach(() => {
    run = new FaultyRun();
    ({ first, second } = run);
  });

  it('nothing at all', () => {
    expect(grade([], { sites: [] })).toMatchObject({ clean: false, findings: [expect.objectContaining({ kind: 'incomplete', what: 'Nobody said which sites are to be judged.' })] });

    expect(grade([], { sites: ['CHI1'] }).findings.map(({ kind, siteId, what }) => [kind, siteId, what])).toEqual([
      ['incomplete', 'CHI1', expect.stringContaining('master data')], ['incomplete', 'CHI1', expect.stringContaining('MES')], ['incomplete', 'CHI1', expect.stringContaining('stock')],
    ]);
    expect(run.findings(run.observations(), { sites: [SITE, 'CHI1'] }).map(({ siteId }) => siteId)).toEqual(['CHI1', 'CHI1', 'CHI1']);
  });

  it.each([['plant', 'erp:BER1:plant', 'master data'], ['MES', 'mes:BER1:status', 'The MES of BER1 was never heard of.'], ['stock', 'erp:BER1:balances', 'The stock of BER1 was never told.']])('of a %s', (_name, silent, what) => {
    expect(run.findings(run.observations().filter(({ source }) => source !== silent))).toContainEqual(expect.objectContaining({ kind: 'incomplete', siteId: SITE, what: expect.stringContaining(what) }));
  });

  it.each(['orders', 'confirmations', 'stockDocuments', 'followUps', 'costEntries'] as const)('at the end of the ERP’s %s', (list) => {
    run.posted(first, second);
    const told = run.observations();
    const last = Math.max(...told.filter(({ source }) => source === `erp:BER1:${list}`).map(({ sequence }) => sequence));

    const cut = run.findings(told.filter(({ source, sequence }) => !(source === `erp:BER1:${list}` && sequence === last)));

    expect(cut).toContainEqual(expect.objectContaining({ kind: 'incomplete', siteId: SITE, expected: String(last), found: String(last - 1), what: expect.stringContaining(list) }));
  });

  it('after the last look at the stock', () => {
    const before = run.observations().find(({ source }) => source === 'erp:BER1:balances')!;
    run.posted(first);
    const told = run.observations().map((observation) => (observation.source === before.source ? before : observation));

    expect(run.findings(told)).toContainEqual(expect.objectContaining({ kind: 'incomplete', what: 'The newest look at the ERP of BER1 is older than the last of its stockDocuments.' }));
  });

  it('of the gateway to a report, and at the end of what the MES was answered', () => {
    run.posted(first, second);
    const answered = run.mesFacts.length;
    const looked = (said: number, has: number) => run.tampered('mesStatus', (fact) => ({ ...fact, said, answered: has }));

    expect(run.findings(looked(answered + 2, answered))).toEqual([expect.objectContaining({ kind: 'incomplete', what: '2 of the reports and reversals of the MES of BER1 have no answer of the gateway.' })]);
    expect(run.findings(looked(answered + 1, answered + 1))).toEqual([expect.objectContaining({ kind: 'incomplete', expected: String(answered + 1), found: String(answered) })]);
  });

  it('a follow-up that is still open', () => {
    const short = run.spareReport('0010', 2, { consumptions: [{ itemId: 'SA-10', lotId: 'SA10-A', quantity: pieces(99_999), backflush: false }] });
    const [number] = run.posted(short);

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'incomplete', documents: [number, expect.any(String)], itemId: 'SA-10' })]);
  });

  it('a number that a source left out, and a story that changed', () => {
    run.posted(first, second);
    const gap = run.observations().filter(({ source, sequence }) => !(source === 'erp:BER1:costEntries' && sequence === 7));

    expect(run.findings(gap)).toContainEqual(expect.objectContaining({ kind: 'incomplete', what: expect.stringContaining('erp:BER1:costEntries left out number 7') }));
    expect(run.findings(run.observations(), { contradictions: ['erp:BER1:orders#3'] })).toEqual([expect.objectContaining({ kind: 'unexplained', siteId: 'BER1', what: expect.stringContaining('erp:BER1:orders#3') })]);
  });

  it('and nothing else changes the grade: observations that come twice and in any order count once', () => {
    run.posted(first, second);
    const told = run.observations();
    const shuffled = [...told, ...told].map((observation, place) => ({ observation, key: (place * 7919) % 1009 })).sort((left, right) => left.key - right.key).map(({ observation }) => observation);

    expect(grade(shuffled, { sites: [SITE] })).toEqual(grade(told, { sites: [SITE] }));
    expect(grade(shuffled, { sites: [SITE] }).clean).toBe(true);
  });
});
