import { describe, expect, it } from '@jest/globals';
import { readAdminRequest } from './admin-options.js';

describe('the administrator\'s command line', () => {
  it('makes a key for one plant', () => {
    const request = readAdminRequest(['create-key', '--role', 'mes', '--name', 'MES of Berlin', '--site', 'BER1', '--source-system', 'mes-berlin']);

    expect(request).toEqual({ command: 'create-key', credential: { name: 'MES of Berlin', role: 'mes', sites: ['BER1'], sourceSystem: 'mes-berlin' } });
  });

  it('makes a key for every plant, reporting under its role, with an end', () => {
    const request = readAdminRequest(['create-key', '--role', 'analyst', '--name', 'BI', '--expires', '2027-12-31T23:00:00Z']);

    expect(request).toEqual({ command: 'create-key', credential: { name: 'BI', role: 'analyst', sites: '*', sourceSystem: 'analyst', expiresAt: new Date('2027-12-31T23:00:00Z') } });
  });

  it('takes a plant over from another gateway', () => {
    expect(readAdminRequest(['take-over', '--site', 'BER1', '--reason', 'The other one burnt down.'])).toEqual({ command: 'take-over', siteId: 'BER1', reason: 'The other one burnt down.' });
  });

  it('imports rows of the cross-reference for one plant and its ERP', () => {
    const request = readAdminRequest(['cross-reference', 'import', 'rows.csv', '--site', 'BER1', '--backend', 'erp-simulated']);

    expect(request).toEqual({ command: 'cross-reference import', file: 'rows.csv', siteId: 'BER1', backend: 'erp-simulated' });
  });

  it.each([[[]], [['help']], [['--help']], [['prepare', '--help']]])('answers help to %j', (words) => {
    expect(readAdminRequest(words)).toEqual({ command: 'help' });
  });

  it.each([
    [['prepare', 'now'], "prepare takes no argument, not 'now'"],
    [['create-key', '--name', 'x'], '--role takes one of mes, aps'],
    [['create-key', '--role', 'root', '--name', 'x'], '--role takes one of mes, aps'],
    [['create-key', '--role', 'mes'], '--name says whose key it is'],
    [['create-key', '--role', 'mes', '--name', 'x'], '--source-system names the MES'],
    [['create-key', '--role', 'supplier', '--name', 'x'], '--supplier goes with the role supplier'],
    [['create-key', '--role', 'mes', '--name', 'x', '--source-system', 'mes-1', '--expires', 'soon'], '--expires takes an instant'],
    [['revoke-key'], 'revoke-key takes one credential id'],
    [['cross-reference', 'import'], 'cross-reference import takes one file'],
    [['cross-reference', 'import', 'rows.xlsx', '--site', 'BER1', '--backend', 'erp-simulated'], 'takes a .csv or a .json'],
    [['cross-reference', 'import', 'rows.csv', '--site', 'BER1'], 'needs one --site and the --backend'],
    [['take-over', '--reason', 'x'], 'take-over needs one --site'],
    [['take-over', '--site', 'BER1'], '--reason says why'],
    [['verify-audit', 'all'], "verify-audit takes no argument, not 'all'"],
    [['verify-audit', '--anchor', 'abc'], '--anchor takes a hash'],
    [['drop'], "unknown command 'drop'"],
  ])('refuses %j', (words, complaint) => {
    expect(() => readAdminRequest(words)).toThrow(complaint);
  });
});
