import { describe, expect, it } from '@jest/globals';
import { isPlainType, matchesPattern } from './event-pattern.js';

describe('a pattern of event types', () => {
  it.each([
    ['message.parked.v1', 'message.parked.v1', true],
    ['message.parked.v1', 'message.parked.v2', false],
    ['message.*.v1', 'message.in-doubt.v1', true],
    ['message.*.v1', 'message.in-doubt.v2', false],
    ['message.*', 'message.parked.v1', false],
    ['message.>', 'message.parked.v1', true],
    ['message.>', 'message', false],
    ['>', 'production.confirmed.v1', true],
    ['message.parked.v1', 'message.parked', false],
    ['messageXparked.v1', 'message.parked.v1', false],
  ])('%s and %s: %s', (pattern, type, fits) => {
    expect(matchesPattern(pattern, type)).toBe(fits);
  });

  it('is plain when the log can select it by name', () => {
    expect(['message.parked.v1', 'message.*.v1', 'message.>'].map(isPlainType)).toEqual([true, false, false]);
  });
});
