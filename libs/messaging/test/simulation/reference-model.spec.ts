import { describe, expect, it } from '@jest/globals';
import { wrongs, type EndedMessage, type LedgerLine } from './reference-model.js';

function message(senderId: string, more: Partial<EndedMessage> = {}): EndedMessage {
  return { senderId, laneKey: 'A', state: 'posted', reason: undefined, wished: [{ partId: 'p', amount: '1' }], numbers: [`of ${senderId}`], after: [], ...more };
}

function line(senderId: string, more: Partial<LedgerLine> = {}): LedgerLine {
  return { number: `of ${senderId}`, senderId, partId: 'p', amount: '1', ...more };
}

describe('the reference model', () => {
  it('has nothing to say of what stands once, in order, as it was wished', () => {
    expect(wrongs([message('c1'), message('c2')], [line('c1'), line('c2')])).toEqual([]);
  });

  it.each([
    ['a loss', [message('c1', { numbers: [] })], [], 'c1 is posted and stands as nothing instead of p=1'],
    ['a double', [message('c1')], [line('c1'), line('c1', { number: 'another' })], 'c1 stands twice'],
    ['another amount', [message('c1')], [line('c1', { amount: '2' })], 'c1 is posted and stands as p=2 instead of p=1'],
    ['the wrong order', [message('c1'), message('c2')], [line('c2'), line('c1')], 'lane A is out of order: c2 p,c1 p'],
    ['what nobody accepted', [], [line('c1')], 'nobody accepted c1, and it stands'],
    ['what was discarded and stands', [message('c1', { state: 'discarded' })], [line('c1')], 'c1 is discarded and stands'],
    ['what is said to stand and does not', [message('c1', { state: 'parked', reason: 'ERP_REFUSED' })], [], 'c1 is said to stand and does not'],
    ['a reversal before its original', [message('c1'), message('r1', { laneKey: 'R', wished: [], takesBack: 'c1' })], [line('r1', { reverses: 'of c1' }), line('c1')], 'r1 reverses what was posted after it'],
    ['a reversal that never came', [message('c1'), message('r1', { laneKey: 'R', wished: [], takesBack: 'c1', numbers: [] })], [line('c1')], 'c1 is taken back by r1, and its p was reversed 0 times'],
    ['an annulment that nobody wished', [message('c1', { state: 'annulled', numbers: [] })], [], 'c1 is annulled, and nobody takes it back'],
    ['what is annulled and stands', [message('c1', { state: 'annulled' })], [line('c1')], 'c1 is annulled, and nobody takes it back'],
    ['what is annulled and stands, the wish having been given up', [message('c1', { state: 'annulled' }), message('r1', { laneKey: 'R', state: 'discarded', wished: [], numbers: [], takesBack: 'c1' })], [line('c1')], 'c1 is annulled, and nobody takes it back'],
    ['a message that stands still for no reason', [message('c1', { state: 'retrying', numbers: [] })], [], 'c1 is retrying for no reason'],
    ['a message that is parked without a word', [message('c1', { state: 'parked', numbers: [] })], [], 'c1 is parked for no reason'],
  ] as const)('names %s', (_name, messages, ledger, words) => {
    expect(wrongs(messages, ledger)).toContain(words);
  });

  it('lets a message stand behind, or wait for, one that stands with a person', () => {
    const parked = message('c1', { state: 'parked', reason: 'ERP_REFUSED', numbers: [] });
    const behind = message('c2', { state: 'accepted', numbers: [] });
    const waiting = message('c3', { laneKey: 'B', state: 'waiting', numbers: [], after: ['c2'] });

    expect(wrongs([parked, behind, waiting], [])).toEqual([]);
  });
});
