import { describe, expect, it } from '@jest/globals';
import { parseOptions, UsageError } from './options.js';

describe('options of the estate simulator', () => {
  it('has defaults for all but the folder', () => {
    const defaults = {
      data: 'd', seed: 1, speed: 1, idle: false, erpPort: 0, erpHost: '127.0.0.1', mesPort: 0, mesHost: '127.0.0.1', longestWriteMs: 20_000, leaveAlone: ['WO-1001', 'WO-2001'], orders: 'demo',
      mistakesPercent: 3, refusalsPercent: 0, ledger: {}, systemsPort: 0, systemsHost: '127.0.0.1', plants: [], churnMinutes: 15, microStopBelowSeconds: 120,
    };
    expect(parseOptions(['--data', 'd'])).toEqual(defaults);
    expect(parseOptions(['--data', 'd'], { ESTATE_ORDERS: 'none', ESTATE_MISTAKES_PERCENT: '25', ESTATE_REFUSALS_PERCENT: '10' })).toEqual({ ...defaults, orders: 'none', mistakesPercent: 25, refusalsPercent: 10 });
    expect(parseOptions(['--data', 'd', '--mistakes-percent', '1', '--refusals-percent', '2'], { ESTATE_MISTAKES_PERCENT: '25', ESTATE_REFUSALS_PERCENT: '10' })).toEqual({ ...defaults, mistakesPercent: 1, refusalsPercent: 2 });
    expect(() => parseOptions(['--data', 'd'], { ESTATE_REFUSALS_PERCENT: 'some' })).toThrow('ESTATE_REFUSALS_PERCENT must be a whole number from 0 to 100, not some.');
    expect(parseOptions([
      '--data', 'd', '--seed', '7', '--speed', '60', '--idle', '--erp-port', '8100', '--erp-host', '0.0.0.0', '--mes-port', '8095', '--mes-host', '::1', '--longest-write-ms', '1500', '--leave-alone', '',
      '--orders', 'none', '--mistakes-percent', '0', '--refusals-percent', '100', '--ledger-url', 'http://127.0.0.1:9', '--systems-port', '8096', '--systems-host', '::1', '--churn-minutes', '30',
      '--micro-stop-seconds', '60', '--plant', 'MUC1=BER1', '--plant', 'NYC1=CHI1,America/New_York,USD',
    ])).toEqual({
      data: 'd', seed: 7, speed: 60, idle: true, erpPort: 8100, erpHost: '0.0.0.0', mesPort: 8095, mesHost: '::1', longestWriteMs: 1500, leaveAlone: [], orders: 'none', mistakesPercent: 0, refusalsPercent: 100,
      ledger: { url: 'http://127.0.0.1:9' }, systemsPort: 8096, systemsHost: '::1', churnMinutes: 30, microStopBelowSeconds: 60,
      plants: [{ siteId: 'MUC1', like: 'BER1' }, { siteId: 'NYC1', like: 'CHI1', timeZone: 'America/New_York', currency: 'USD' }],
    });
    expect(parseOptions(['--data', 'd', '--no-ledger', '--leave-alone', 'A,B'])).toEqual({ ...defaults, ledger: false, leaveAlone: ['A', 'B'] });
    expect(parseOptions(['--help'])).toBeUndefined();
  });

  it.each([[[]], [['--data']], [['--data', '--idle']], [['--data', 'd', '--speed', '0']], [['--data', 'd', '--speed', '1.5']], [['--data', 'd', '--seed', '-1']], [['--data', 'd', '--erp-port', '70000']], [['--data', 'd', '--mistakes-percent', '101']], [['--data', 'd', '--refusals-percent', '-1']], [['--data', 'd', '--orders', 'few']], [['--data', 'd', '--churn-minutes', '0']], [['--data', 'd', '--plant', 'MUC1']], [['--data', 'd', '--plant', 'MUC1=PAR1']], [['--data', 'd', '--fast']]])(
    'refuses %j', (words) => {
      expect(() => parseOptions(words)).toThrow(UsageError);
    });
});
