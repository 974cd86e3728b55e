import { describe, expect, it } from '@jest/globals';
import { SeededClock } from '@plantway/testing';
import { CallAbandonedError, callWithDeadline } from './call-with-deadline.js';

const LIMITS = { deadlineMs: 5_000, graceMs: 500 };

describe('a call with a deadline', () => {
  it('answers what the call answers, and leaves no sleeper behind', async () => {
    const clock = new SeededClock();

    expect(await callWithDeadline(clock, LIMITS, async () => 'done')).toBe('done');
    expect(clock.sleeping).toBe(0);
  });

  it('throws what the call throws, also when it throws at once', async () => {
    await expect(callWithDeadline(new SeededClock(), LIMITS, () => { throw new Error('no'); })).rejects.toThrow('no');
  });

  it('is aborted at the deadline, with a reason', async () => {
    const clock = new SeededClock();
    const calling = callWithDeadline(clock, LIMITS, (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))));
    calling.catch(() => undefined);

    await clock.advance(5_000);

    await expect(calling).rejects.toThrow(CallAbandonedError);
  });

  it('is left alone after the grace, and what it brings then is heard of', async () => {
    const clock = new SeededClock();
    const late: unknown[] = [];
    const calling = callWithDeadline(clock, LIMITS, () => clock.sleep(9_000).then(() => 'late'), (answer) => late.push(answer));
    calling.catch(() => undefined);

    await clock.advance(5_500);

    await expect(calling).rejects.toThrow(CallAbandonedError);
    expect(late).toEqual([]);

    await clock.advance(3_500);

    expect(late).toEqual([{ answer: 'late' }]);
  });
});
