import { describe, expect, it } from '@jest/globals';
import { grade } from '../../tools/chaos/grade.mjs';
import type { ChaosCounts } from '../../tools/chaos/judge.mjs';

const CLEAN: ChaosCounts = { lost: 0, duplicates: 0, outOfOrder: 0, reversalsBeforeOriginals: 0, different: 0, notSent: 0, unfinished: 0, wronglyParked: 0 };
const DOUBLE = { counts: { ...CLEAN, duplicates: 1 }, findings: [{ kind: 'duplicates', words: 'r-1 stands as F-1 and as F-2', orderNo: 'WO-1' }] } as const;
const TOLD = new Map([['WO-1', 'follow-up STANDS_TWICE']]);
const R = { guarantee: 'R', longPauses: true } as const;

describe('the grade of a chaos run', () => {
  it('is clean when nothing was found', () => {
    expect(grade({ counts: CLEAN, findings: [] }, new Map(), R)).toEqual({ counts: { ...CLEAN, silent: 0 }, isClean: true });
  });

  it('forgives class R a double after a pause that was too long, when it is told of', () => {
    expect(grade(DOUBLE, TOLD, R)).toMatchObject({ counts: { duplicates: 1, silent: 0 }, isClean: true });
  });

  it('never forgives a double of which nobody was told', () => {
    expect(grade(DOUBLE, new Map([['WO-2', 'drift']]), R)).toMatchObject({ counts: { silent: 1 }, isClean: false });
    expect(grade(DOUBLE, new Map(), { ...R, sabotage: 'silence' })).toMatchObject({ counts: { silent: 1 }, isClean: false });
  });

  it.each([
    ['class K', { ...R, guarantee: 'K' }],
    ['pauses that are within the promise', { ...R, longPauses: false }],
    ['what somebody did past the gateway', { ...R, sabotage: 'duplicate' }],
  ] as const)('does not forgive a double, told of or not: %s', (_name, options) => {
    expect(grade(DOUBLE, TOLD, options).isClean).toBe(false);
  });

  it('forgives nothing else', () => {
    expect(grade({ counts: { ...CLEAN, lost: 1 }, findings: [] }, new Map(), R).isClean).toBe(false);
  });
});
