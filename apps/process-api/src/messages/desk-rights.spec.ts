import { describe, expect, it } from '@jest/globals';
import { MESSAGE_KINDS } from '@plantway/canonical';
import { mayDecideAbout } from './desk-rights.js';

describe('who decides about which kinds of messages', () => {
  it.each([
    ['maintenance', ['maintenanceRequest']],
    ['quality', ['nonconformity', 'qualityDecision']],
    ['planner', MESSAGE_KINDS], ['supervisor', MESSAGE_KINDS], ['erpTeam', MESSAGE_KINDS], ['admin', MESSAGE_KINDS],
  ] as const)('%s', (role, kinds) => {
    expect(MESSAGE_KINDS.filter((kind) => mayDecideAbout(role, kind))).toEqual(kinds);
  });
});
