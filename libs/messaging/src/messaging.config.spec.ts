import { describe, expect, it } from '@jest/globals';
import { MESSAGING_DEFAULTS, requireNestedDeadlines, requireSafeSettings } from './messaging.config.js';

describe('settings of delivery', () => {
  it('are safe by default, with an ERP that writes for eight minutes', () => {
    expect(() => requireSafeSettings(MESSAGING_DEFAULTS, 480_000)).not.toThrow();
  });

  it('are refused when a read-back could come while a send is still on its way, with the numbers', () => {
    const settings = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 10_000, pauseAllowanceMs: 5_000, settleWindowMs: 15_000 };

    expect(() => requireSafeSettings(settings)).toThrow(expect.objectContaining({ code: 'SETTLE_WINDOW_TOO_SHORT', message: expect.stringContaining('15000 ms must be longer than 15000 ms') }));
    expect(() => requireSafeSettings({ ...settings, settleWindowMs: 15_001 })).not.toThrow();
    expect(() => requireSafeSettings({ ...settings, settleWindowMs: 15_001 }, 1)).toThrow(expect.objectContaining({ code: 'SETTLE_WINDOW_TOO_SHORT' }));
  });

  it('are refused when nobody knows how long a write may take', () => {
    expect(() => requireSafeSettings(MESSAGING_DEFAULTS, Number.NaN)).toThrow(expect.objectContaining({ code: 'SETTLE_WINDOW_TOO_SHORT' }));
  });

  it('are refused when a send is given up before what it calls has given up', () => {
    const settings = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 15_000 };

    expect(() => requireNestedDeadlines(settings, 15_000, 'one call')).toThrow(expect.objectContaining({ code: 'DEADLINES_NOT_NESTED', effect: 'none' }));
    expect(() => requireNestedDeadlines(settings, 14_999, 'one call')).not.toThrow();
  });

  it('are refused when a lease could end during a send', () => {
    expect(() => requireSafeSettings({ ...MESSAGING_DEFAULTS, sendDeadlineMs: 10_000, sendGraceMs: 1_000, leaseMs: 11_000 })).toThrow(expect.objectContaining({ code: 'SETTLE_WINDOW_TOO_SHORT' }));
  });
});
