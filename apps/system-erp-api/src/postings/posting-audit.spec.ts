import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { BusinessException, OutcomeUnknownError } from '@plantway/canonical';
import type { Credential } from '@plantway/http';
import type { PostingReceipt } from '@plantway/ports';
import { audited } from './posting-audit.js';

const who = { credentialId: 'c-1', role: 'erpTeam', sites: '*', sourceSystem: 'erpTeam' } as unknown as Credential;
const posting = { who, action: 'confirm', siteId: 'BER1', about: 'WO-1001 0010', reference: 'r-1' } as const;
const line = { credentialId: 'c-1', role: 'erpTeam', action: 'confirm', siteId: 'BER1', about: 'WO-1001 0010', reference: 'r-1', correlationId: 'k-1' };

describe('The line about a direct write to an ERP', () => {
  let lines: unknown[];
  beforeEach(() => {
    lines = [];
    for (const level of ['log', 'warn'] as const) jest.spyOn(Logger.prototype, level).mockImplementation((written: unknown) => void lines.push(written));
  });
  afterEach(() => void jest.restoreAllMocks());

  it('says who posted what under which reference', async () => {
    await audited(posting, { correlationId: 'k-1' }, async () => ({ documents: [{ type: 'confirmation', number: '4000000007' }] }) as unknown as PostingReceipt);

    expect(lines).toMatchObject([{ ...line, outcome: 'posted', documents: ['4000000007'] }]);
  });

  it.each([
    ['refused', new BusinessException('ORDER_CLOSED', 'closed'), 'ORDER_CLOSED'],
    ['unknown', new OutcomeUnknownError('ERP_ANSWER_LOST', 'lost'), 'ERP_ANSWER_LOST'],
    ['unknown', new TypeError('broken'), 'INTERNAL_ERROR'],
  ])('says %s for a write that failed', async (outcome, error, code) => {
    await expect(audited(posting, { correlationId: 'k-1' }, () => Promise.reject(error))).rejects.toBe(error);

    expect(lines).toMatchObject([{ ...line, outcome, code }]);
  });
});
