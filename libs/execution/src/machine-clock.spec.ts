import { expect, it } from '@jest/globals';
import { latestOfMachines } from './machine-clock.js';

it('lets the clocks of machines be five minutes of the technical clock ahead, which are more of business time where plants run faster', () => {
  const businessNow = (): Date => new Date('2026-11-22T08:00:00Z');

  expect(latestOfMachines(businessNow, 1)()).toEqual(new Date('2026-11-22T08:05:00Z'));
  expect(latestOfMachines(businessNow, 480)()).toEqual(new Date('2026-11-24T00:00:00Z')); // 40 hours
});
