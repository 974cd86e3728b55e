import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { BusinessException, OutcomeUnknownError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { DeliveryReceipt } from '@plantway/ports';
import { writeAudit } from './write-audit.js';

const audited = writeAudit({ event: 'maintenance.request', done: 'asked' });
const who = { credentialId: 'c-1', role: 'erpTeam', sites: '*', sourceSystem: 'erpTeam' } as unknown as Credential;
const write = { who, siteId: 'BER1', about: 'DT-1', reference: 'r-1' };
const line = { event: 'maintenance.request', credentialId: 'c-1', role: 'erpTeam', siteId: 'BER1', about: 'DT-1', reference: 'r-1', correlationId: 'k-1' };

describe('The line about a direct write to another system', () => {
  let lines: unknown[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation((written: unknown) => void lines.push(written));
  });
  afterEach(() => void jest.restoreAllMocks());

  it('says who gave it what under which reference, and what came of it', async () => {
    const receipt: DeliveryReceipt = { reference: 'r-1', backend: 'cmms-simulated', documents: [{ type: 'maintenanceRequest', number: 'MR-1' }], postedAt: '2026-11-22T05:14:03.000Z' };

    await expect(audited(write, { correlationId: 'k-1' }, async () => receipt)).resolves.toBe(receipt);

    expect(lines).toMatchObject([{ ...line, outcome: 'asked', documents: ['MR-1'] }]);
  });

  it.each([
    ['refused', new BusinessException('MAINTENANCE_REFUSED', 'no such equipment'), 'MAINTENANCE_REFUSED'],
    ['unknown', new OutcomeUnknownError('MAINTENANCE_ANSWER_LOST', 'lost'), 'MAINTENANCE_ANSWER_LOST'],
    ['unknown', new TypeError('broken'), 'INTERNAL_ERROR'],
  ])('says %s for a write that failed', async (outcome, error, code) => {
    await expect(audited(write, { correlationId: 'k-1' }, () => Promise.reject(error))).rejects.toBe(error);

    expect(lines).toMatchObject([{ ...line, outcome, code }]);
  });
});
