import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { BusinessException, OutcomeUnknownError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { DispatchReceipt } from '@plantway/ports';
import { audited } from './dispatch-audit.js';

const who = { credentialId: 'c-1', role: 'erpTeam', sites: '*', sourceSystem: 'erpTeam' } as unknown as Credential;
const dispatch = { who, siteId: 'BER1', about: 'WO-1001@2', reference: 'r-1' };
const line = { event: 'mes.dispatch', credentialId: 'c-1', role: 'erpTeam', siteId: 'BER1', about: 'WO-1001@2', reference: 'r-1', correlationId: 'k-1' };

describe('The line about a direct write to a MES', () => {
  let lines: unknown[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation((written: unknown) => void lines.push(written));
  });
  afterEach(() => void jest.restoreAllMocks());

  it('says who gave the MES what under which reference', async () => {
    await audited(dispatch, { correlationId: 'k-1' }, async () => ({ documents: [{ type: 'jobOrders', number: 'WO-1001@2' }] }) as unknown as DispatchReceipt);

    expect(lines).toMatchObject([{ ...line, outcome: 'dispatched', documents: ['WO-1001@2'] }]);
  });

  it.each([
    ['refused', new BusinessException('MES_REFUSED', 'no fixture'), 'MES_REFUSED'],
    ['unknown', new OutcomeUnknownError('MES_ANSWER_LOST', 'lost'), 'MES_ANSWER_LOST'],
    ['unknown', new TypeError('broken'), 'INTERNAL_ERROR'],
  ])('says %s for a write that failed', async (outcome, error, code) => {
    await expect(audited(dispatch, { correlationId: 'k-1' }, () => Promise.reject(error))).rejects.toBe(error);

    expect(lines).toMatchObject([{ ...line, outcome, code }]);
  });
});
