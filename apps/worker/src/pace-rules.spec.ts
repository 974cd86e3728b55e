import { describe, expect, it } from '@jest/globals';
import { siteDirectoryOf, type SiteConfiguration } from '@plantway/sites';
import { paceRules } from './pace-rules.js';

const AT = new Date('2026-11-22T21:30:00Z'); // a Sunday, 22:30 in Berlin
const berlin = {
  siteId: 'BER1', calendar: { timeZone: 'Europe/Berlin', dayStartsAt: '06:00', shifts: [] }, systems: {},
  erp: { backend: 'erp-sap-s4', instance: 'SAP-P01', limits: { concurrentRequests: 4 }, maintenanceWindows: [{ days: [7], startsAt: '22:00', endsAt: '23:00' }] },
} as unknown as SiteConfiguration;
const rules = paceRules(siteDirectoryOf([berlin, { ...berlin, siteId: 'MUC1', erp: { ...berlin.erp, maintenanceWindows: [] } }]));

describe('the pace of a destination', () => {
  it('is that of the installation, with the windows of the site', () => {
    expect(rules.of('BER1 erp', AT)).toEqual({ system: 'SAP-P01', siteIds: ['BER1', 'MUC1'], concurrentRequests: 4, windowUntil: new Date('2026-11-22T22:00:00Z') });
    expect(rules.of('MUC1 erp', AT)).toEqual({ system: 'SAP-P01', siteIds: ['BER1', 'MUC1'], concurrentRequests: 4 });
    expect(rules.of('BER1 erp', new Date('2026-11-22T22:00:00Z'))).toMatchObject({ windowEndedAt: new Date('2026-11-22T22:00:00Z') });
  });

  it('is its own for what no site names', () => {
    expect(rules.of('BER1 gateway', AT)).toEqual({ system: 'BER1 gateway' });
    expect(rules.of('XXX1 erp', AT)).toEqual({ system: 'XXX1 erp' });
    expect(rules.of('', AT)).toEqual({ system: '' });
  });
});
