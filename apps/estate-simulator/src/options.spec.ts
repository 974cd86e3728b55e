import { describe, expect, it } from '@jest/globals';
import { parseOptions, UsageError } from './options.js';

describe('options of the estate simulator', () => {
  it('has defaults for all but the folder', () => {
    expect(parseOptions(['--data', 'd'])).toEqual({ data: 'd', seed: 1, speed: 1, idle: false, erpPort: 0, erpHost: '127.0.0.1' });
    expect(parseOptions(['--data', 'd', '--seed', '7', '--speed', '60', '--idle', '--erp-port', '8100', '--erp-host', '0.0.0.0'])).toEqual({ data: 'd', seed: 7, speed: 60, idle: true, erpPort: 8100, erpHost: '0.0.0.0' });
    expect(parseOptions(['--help'])).toBeUndefined();
  });

  it.each([[[]], [['--data']], [['--data', '--idle']], [['--data', 'd', '--speed', '0']], [['--data', 'd', '--speed', '1.5']], [['--data', 'd', '--seed', '-1']], [['--data', 'd', '--erp-port', '70000']], [['--data', 'd', '--fast']]])(
    'refuses %j', (words) => {
      expect(() => parseOptions(words)).toThrow(UsageError);
    });
});
