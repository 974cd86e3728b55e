import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SequencePlace, SourceNumbering } from '@plantway/ports';
import { MessagesInHand, confirmation, confirmationMessage } from '../../test/confirmation.fixture.js';
import { turnInSequence, withNotes } from './turn-in-sequence.js';

describe('the turn of a numbered report', () => {
  let others: MessagesInHand;
  beforeEach(() => void (others = new MessagesInHand()));
  /** Accepted at 06:00, looked at as many minutes later; the site waits a quarter of an hour. */
  const turn = (place: Partial<SequencePlace>, minutes = 0, gapTimeout = 'PT15M', numbering: SourceNumbering = { scope: 'operation', startsAt: 1 }) => {
    others.place = { number: 4, below: 3, askedAt: new Date(Date.UTC(2026, 10, 22, 6, minutes)).toISOString(), ...place };
    return turnInSequence(confirmationMessage(confirmation({ sourceSequence: 4 })), others, { gapTimeout, ...numbering });
  };

  it('has come when the number before is stored, and for a report without a number at once', async () => {
    expect(await turn({})).toEqual({ decision: 'go', notes: [] });

    others.place = undefined;
    expect(await turnInSequence(confirmationMessage(confirmation()), others, { gapTimeout: 'PT15M', scope: 'operation', startsAt: 1 })).toEqual({ decision: 'go', notes: [] });
  });

  it.each([[2, 'number 3 has not come'], [0, 'numbers 1 to 3 have not come']])('waits for what is missing after number %d, in words', async (below, words) => {
    expect(await turn({ below }, 5)).toMatchObject({
      decision: 'wait',
      condition: { key: 'source-number:BER1:mes:WO-1001:0020:3', lookAgainMs: 5_000, error: { code: 'SEQUENCE_GAP', reason: expect.stringMatching(new RegExp(`${words}.* at 2026-11-22T06:15:00.000Z`)) } },
    });
  });

  it('has come for the first number that is ever seen, where a sequence may begin anywhere', async () => {
    expect(await turn({ below: 0 }, 0, 'PT15M', { scope: 'operation', startsAt: 'any' })).toEqual({ decision: 'go', notes: [] });
    expect(await turn({ below: 2 }, 0, 'PT15M', { scope: 'operation', startsAt: 'any' })).toMatchObject({ decision: 'wait' });
  });

  it('waits for whatever is missing in a sequence over the site, as long as the gap has been known and not as long as it waits itself', async () => {
    const gap = { from: 2, to: 2, noticedAt: '2026-11-22T05:50:00.000Z' };
    const overSite: SourceNumbering = { scope: 'site', startsAt: 'any' };

    expect(await turn({ gap }, 0, 'PT15M', overSite)).toMatchObject({
      decision: 'wait', condition: { key: 'source-number:BER1:mes:2', error: { code: 'SEQUENCE_GAP', reason: 'mes for site BER1 has reported number 4, but number 2 has not come; without it this one goes on at 2026-11-22T06:05:00.000Z.' } },
    });
    expect(await turn({ gap }, 5, 'PT15M', overSite)).toEqual({ decision: 'go', notes: [] });
    expect(await turn({ gap: { ...gap, to: 3 } }, 5, 'PT15M', overSite)).toEqual({ decision: 'go', notes: ['without numbers 2 to 3 of mes for site BER1, which had not come by 2026-11-22T06:05:00.000Z'] });
    expect(await turn({ below: 1 }, 0, 'PT15M', overSite)).toEqual({ decision: 'go', notes: [] });
  });

  it('looks again at the very end of the time, and then goes on with a note', async () => {
    others.place = { number: 4, below: 2, askedAt: '2026-11-22T06:14:59.000Z' };
    expect(await turnInSequence(confirmationMessage(confirmation({ sourceSequence: 4 })), others, { gapTimeout: 'PT15M', scope: 'operation', startsAt: 1 })).toMatchObject({ condition: { lookAgainMs: 1_000 } });

    expect(await turn({ below: 2 }, 15)).toEqual({ decision: 'go', notes: ['without number 3 of mes for operation 0020 of work order WO-1001, which had not come by 2026-11-22T06:15:00.000Z'] });
    expect(await turn({ below: 2 }, 0, 'PT0S')).toMatchObject({ decision: 'go' });
  });

  it('is after a smaller number that came later: everything behind it passes', async () => {
    const behind = { messageId: 'm-3', kind: 'materialConsumption', senderId: 'use-3', state: 'accepted', number: 3 } as const;

    expect(await turn({ behind })).toMatchObject({ decision: 'wait', condition: { key: 'message:m-3', error: { code: 'SEQUENCE_OVERTAKEN', reason: expect.stringContaining('consumption use-3 has number 3') } } });
    expect(others.passed).toEqual([{ messageId: 'm-1', code: 'SEQUENCE_OVERTAKEN' }]);
  });

  it('never comes by itself for a number that was given before', async () => {
    const twin = { messageId: 'm-0', kind: 'productionConfirmation', senderId: 'mes-0', state: 'posted', number: 4 } as const;

    expect(await turn({ twin })).toMatchObject({ decision: 'park', error: { code: 'SEQUENCE_REUSED', reason: expect.stringContaining('confirmation mes-0') } });
  });

  it('is noted on whatever the plan says then', () => {
    const parts = [{ partId: 'a', payload: 1 }];
    const error = { kind: 'business', code: 'X', reason: '', owner: 'mes', fix: '' } as never;

    expect(withNotes({ decision: 'send', parts }, ['without number 3'])).toEqual({ decision: 'send', parts, notes: ['without number 3'] });
    expect(withNotes({ decision: 'finish', state: 'posted', note: 'no change' }, ['without number 3'])).toEqual({ decision: 'finish', state: 'posted', note: 'without number 3; no change' });
    expect(withNotes({ decision: 'park', error }, ['without number 3'])).toEqual({ decision: 'park', error });
  });
});
