import { describe, expect, it } from '@jest/globals';
import { HELP, readCliOptions, UsageError } from './cli-options.js';

describe('the command line', () => {
  it('has a default for everything', () => {
    expect(readCliOptions([], '/srv/gate')).toEqual({ port: 3000, mqttPort: 1883, data: '/srv/gate/.plantway', sites: '/srv/gate/sites', seed: 1, idle: false, speed: 1 });
  });

  it('takes every option, folders counted from the project', () => {
    const options = readCliOptions(['--port', '8080', '--mqtt-port', '0', '--data=../elsewhere', '--sites', 'plants', '--seed', '42', '--idle', '--speed', '60'], '/srv/gate');

    expect(options).toEqual({ port: 8080, mqttPort: 0, data: '/srv/elsewhere', sites: '/srv/gate/plants', seed: 42, idle: true, speed: 60 });
  });

  it.each([['--help'], ['-h'], ['--help', '--port', '3000']])('answers help to %s', (...words) => {
    expect(readCliOptions(words, '/srv/gate')).toBe('help');
  });

  it('explains every option that it takes', () => {
    for (const option of ['--port', '--data', '--sites', '--seed', '--idle', '--speed', '--help']) expect(HELP).toContain(`\n  ${option} `);
  });

  it.each([
    [['--prot', '3000'], "unknown option '--prot'"],
    [['start'], "unexpected argument 'start'"],
    [['--port'], '--port needs a value'],
    [['--port', '--idle'], '--port needs a value'],
    [['--port', '-1'], '--port needs a value'],
    [['--port=-1'], "--port takes a whole number from 0 to 65535, not '-1'"],
    [['--port', '70000'], "--port takes a whole number from 0 to 65535, not '70000'"],
    [['--port', '0x50'], "--port takes a whole number from 0 to 65535, not '0x50'"],
    [['--seed', '1.5'], "--seed takes a whole number from 0 to 2147483647, not '1.5'"],
    [['--speed', '0'], "--speed takes a whole number from 1 to 100000, not '0'"],
    [['--data', ''], '--data needs the name of a folder'],
    [['--idle=yes'], '--idle does not take an argument'],
  ])('refuses %j', (words, complaint) => {
    expect(() => readCliOptions(words, '/srv/gate')).toThrow(new UsageError(complaint));
  });
});
