import { describe, expect, it } from '@jest/globals';
import { requireNestedDeadlines, requireSafeSettings } from '../../worker/src/worker.module.js';
import { loadEmbeddedSettings } from './embedded-settings.js';

describe('settings of the embedded shape', () => {
  const { messaging, erp } = loadEmbeddedSettings();

  it('leave a send time for two calls of the simulated ERP, each until its deadline', () => {
    expect(() => requireNestedDeadlines(messaging, 2 * erp.deadlineMs, 'two calls')).not.toThrow();
  });

  it('let a doubt settle until the longest write of the simulated ERP is over', () => {
    expect(() => requireSafeSettings(messaging, 20_000)).not.toThrow();
  });
});
