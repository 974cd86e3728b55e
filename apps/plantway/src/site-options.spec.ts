import { describe, expect, it } from '@jest/globals';
import { UsageError } from './cli-options.js';
import { readSiteRequest } from './site-options.js';

describe('the site commands', () => {
  it('work on the sites of the project and the gateway that runs on .plantway', () => {
    expect(readSiteRequest(['lint'], '/plant')).toEqual({ command: 'lint', folder: '/plant/sites' });
    expect(readSiteRequest(['import'], '/plant')).toEqual({ command: 'import', folder: '/plant/sites', data: '/plant/.plantway' });
    expect(readSiteRequest(['export', 'BER1'], '/plant')).toEqual({ command: 'export', siteId: 'BER1', data: '/plant/.plantway' });
  });

  it('work on other folders when these are named', () => {
    expect(readSiteRequest(['import', '--sites', 'mine', '--data', '/var/gateway'], '/plant')).toEqual({ command: 'import', folder: '/plant/mine', data: '/var/gateway' });
  });

  it('show the help when nothing is asked', () => {
    expect(readSiteRequest([], '/plant')).toEqual({ command: 'help' });
    expect(readSiteRequest(['lint', '--help'], '/plant')).toEqual({ command: 'help' });
  });

  it.each([[['export']], [['export', 'BER1', 'CHI1']], [['lint', 'BER1']], [['delete']], [['lint', '--colour']]])('refuse %j', (words) => {
    expect(() => readSiteRequest(words, '/plant')).toThrow(UsageError);
  });
});
