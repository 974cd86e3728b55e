import { describe, expect, it } from '@jest/globals';
import { siteDirectoryOf } from './site-directory.js';
import type { SiteConfiguration, SystemEntry } from './site-configuration.js';
import { systemBehind } from './system-behind.js';

const site = (siteId: string, erp: SystemEntry): SiteConfiguration => ({ siteId, erp, systems: {} }) as unknown as SiteConfiguration;

describe('the system behind a side of a site', () => {
  it('is its own, with its limits', () => {
    const directory = siteDirectoryOf([site('BER1', { backend: 'erp-simulated', limits: { requestsPerSecond: 5 } }), site('CHI1', { backend: 'erp-simulated' })]);

    expect(systemBehind(directory, 'BER1', 'erp')).toEqual({ limits: { requestsPerSecond: 5 }, siteIds: ['BER1'] });
    expect(systemBehind(directory, 'BER1', 'mes')).toEqual({ limits: {}, siteIds: ['BER1'] });
  });

  it('is one for all sites that name the same installation, with the smaller of their limits', () => {
    const shared = { backend: 'erp-sap-s4', instance: 'SAP-P01' };
    const directory = siteDirectoryOf([site('BER1', { ...shared, limits: { requestsPerSecond: 5, concurrentRequests: 9 } }), site('CHI1', { ...shared, limits: { requestsPerSecond: 8 } }), site('MUC1', { backend: 'erp-simulated' })]);

    expect(systemBehind(directory, 'CHI1', 'erp')).toEqual({ instance: 'SAP-P01', limits: { requestsPerSecond: 5, concurrentRequests: 9 }, siteIds: ['BER1', 'CHI1'] });
  });
});
