import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SequencePlace } from '@plantway/ports';
import { MessagesInHand, confirmation, confirmationMessage } from '../../test/confirmation.fixture.js';
import { turnInSequence, withNotes } from './turn-in-sequence.js';

describe('the turn of a numbered report', () => {
  let others: MessagesInHand;
  beforeEach(() => void (others = new MessagesInHand()));
  /** Accepted at 06:00, looked at as many minutes later; the site waits a quarter of an hour. */
  const turn = (place: Partial<SequencePlace>, minutes = 0, gapTimeout = 'PT15M') => {
    others.place = { number: 4, below: 3, askedAt: new Date(Date.UTC(2026, 10, 22, 6, minutes)).toISOString(), ...place };
    return turnInSequence(confirmationMessage(confirmation({ sourceSequence: 4 })), others, { gapTimeout });
  };

  it('has come when the number before is stored, and for a report without a number at once', async () => {
    expect(await turn({})).toEqual({ decision: 'go', notes: [] });

    others.place = undefined;
    expect(await turnInSequence(confirmationMessage(confirmation()), others, { gapTimeout: 'PT15M' })).toEqual({ decision: 'go', notes: [] });
  });

  it.each([[2, 'number 3 has not come'], [0, 'numbers 1 to 3 have not come']])('waits for what is missing after number %d, in words', async (below, words) => {
    expect(await turn({ below }, 5)).toMatchObject({
      decision: 'wait',
      condition: { key: 'source-number:BER1:mes:WO-1001:0020:3', lookAgainMs: 5_000, error: { code: 'SEQUENCE_GAP', reason: expect.stringMatching(new RegExp(`${words}.* at 2026-11-22T06:15:00.000Z`)) } },
    });
  });

  it('looks again at the very end of the time, and then goes on with a note', async () => {
    others.place = { number: 4, below: 2, askedAt: '2026-11-22T06:14:59.000Z' };
    expect(await turnInSequence(confirmationMessage(confirmation({ sourceSequence: 4 })), others, { gapTimeout: 'PT15M' })).toMatchObject({ condition: { lookAgainMs: 1_000 } });

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
