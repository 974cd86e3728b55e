import { describe, expect, it } from '@jest/globals';
import type { MessageKind } from '@plantway/canonical';
import type { Role } from '@plantway/security';
import { requireAmendRight } from './desk-rights.js';

describe('the right to amend a message', () => {
  it.each<[Role, MessageKind]>([
    ['quality', 'qualityDecision'], ['supervisor', 'nonconformity'], ['planner', 'plannedOrder'], ['erpTeam', 'workOrderChange'], ['planner', 'productionConfirmation'], ['erpTeam', 'plannedOrderConversion'],
  ])('has a %s for a %s, which he may send, or which a second person must agree to', (role, kind) => {
    expect(() => requireAmendRight(role, kind)).not.toThrow();
  });

  it.each<[Role, MessageKind]>([['planner', 'qualityDecision'], ['erpTeam', 'nonconformity'], ['supervisor', 'jobOrderAcknowledgement'], ['planner', 'scheduleVersion'], ['erpTeam', 'workOrderRelease']])('has a %s not for a %s', (role, kind) => {
    expect(() => requireAmendRight(role, kind)).toThrow(expect.objectContaining({ code: 'ROLE_NOT_ALLOWED' }));
  });
});
