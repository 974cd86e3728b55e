import { beforeEach, describe, expect, it } from '@jest/globals';
import { grade } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { pieces, SPARE_ORDER } from './scarce-plant.js';
import { SeededRun } from './seeded-run.js';
import { SITE } from './told-plant.js';
import type { Report } from './told-plant.js';

/** Faults are planted in the spare order of a plant that has otherwise worked without one. */
describe('a document that is missing, too many or in the wrong place is found and named', () => {
  let run: FaultyRun;
  let first: Report;
  let second: Report;
  beforeEach(() => {
    run = new FaultyRun();
    ({ first, second } = run);
  });

  it('none, before anything is planted', () => {
    run.posted(first, second);

    expect(run.findings()).toEqual([]);
  });

  it('a lost posting', () => {
    run.takeOn(first);
    run.posted(second);

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'lost', siteId: 'BER1', senderId: first.confirmationId, reference: run.referenceOf(first), workOrderId: SPARE_ORDER, operationId: '0010' })]);
    expect(run.findings(run.observations(), { isQuiet: false }).map(({ kind, senderId }) => [kind, senderId])).toEqual([['incomplete', first.confirmationId]]);
  });

  it('a doubled posting, with both documents', () => {
    const [number] = run.posted(first);
    const again = run.post(first)!;

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'duplicated', senderId: first.confirmationId, documents: [number, again] })]);
  });

  it('two postings of a lane that were swapped', () => {
    run.takeOn(first);
    run.takeOn(second);
    const [early, late] = [run.post(second)!, run.post(first)!];

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'outOfOrder', senderId: second.confirmationId, documents: [early, late], found: early, expected: `after ${late}` })]);
  });

  it('a reversal that never came, and one that nobody asked for', () => {
    const [wished, kept] = run.posted(first, second);
    const reversalId = run.takeOnReversal(first.confirmationId);
    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: reversalId, documents: [wished] })]);

    run.reverse(wished, reversalId);
    expect(run.findings()).toEqual([]);

    run.reverse(kept, 'nobody');
    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'unexplained', senderId: second.confirmationId, documents: [kept, expect.any(String)] })]);
  });

  it('a confirmation that belongs to no report', () => {
    const number = run.post(first)!;

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'unexplained', documents: [number], reference: run.referenceOf(first) })]);
  });

  it('a report that a person discarded and that is posted all the same', () => {
    const [number] = run.posted(first);
    run.explain('productionConfirmation', first.confirmationId);

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'unexplained', senderId: first.confirmationId, documents: [number] })]);
  });

  it('a report that was posted before the one that it replaces was taken back', () => {
    const [number] = run.posted(first);
    const better: Report = { ...run.spareReport('0010', 19), replaces: first.confirmationId };
    const [early] = run.posted(better);
    run.reverse(number, better.confirmationId);

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'outOfOrder', senderId: better.confirmationId, documents: [early, expect.any(String)] })]);
  });

  it('a document at another operation than that of its report', () => {
    run.takeOn(first);
    const wrong = run.post({ ...first, operationId: '0020' }, { yield: pieces(0) });

    expect(run.findings().filter(({ kind }) => kind === 'quantityDrift')).toContainEqual(expect.objectContaining({ documents: [wrong], expected: `${SPARE_ORDER} 0010`, found: `${SPARE_ORDER} 0020` }));
  });

  it('a report that the gateway refused, with its reason, whether or not it still works; and none when a person knows of it', () => {
    run.posted(first);
    run.refuse(second);

    const lost = expect.objectContaining({ kind: 'lost', senderId: second.confirmationId, reference: run.referenceOf(second), found: 'VALIDATION_FAILED', what: expect.stringContaining('VALIDATION_FAILED No such unit.') });
    expect(run.findings()).toEqual([lost]);
    expect(run.findings(run.observations(), { isQuiet: false })).toEqual([lost]);
    expect(grade(run.observations(), { sites: [SITE] }).totals[SITE].refused).toBe(1 + new SeededRun(11).work(60).mesFacts.filter(({ type }) => type === 'refused').length);

    run.explain('productionConfirmation', second.confirmationId);
    expect(run.findings()).toEqual([]);
  });

  it('a report that the gateway refused and posted all the same', () => {
    run.refuse(first);
    const number = run.post(first)!;

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'unexplained', senderId: first.confirmationId, documents: [number] })]);
  });

  it('a reversal that the gateway refused: what it should take back stands', () => {
    run.posted(first);
    const senderId = run.refuseReversal(first.confirmationId);
    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId, found: 'CONFIRMATION_NOT_FOUND' })]);

    run.explain('confirmationReversal', senderId);
    expect(run.findings()).toEqual([]);
  });

  it('a correction that the gateway refused: the wrong report rightly stands, and the right one is missing', () => {
    run.posted(first);
    const better: Report = { ...run.spareReport('0010', 19), replaces: first.confirmationId };
    run.refuse(better);

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: better.confirmationId })]);
  });
});
