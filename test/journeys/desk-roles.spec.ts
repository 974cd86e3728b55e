import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Role } from '@plantway/security';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes } from './reporting-mes.js';

describe('who decides about a message', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeEach(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());

  const decide = async (messageId: string, what: 'discard' | 'resubmit', role: Role) => {
    const answer = await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/${what}`, role, payload: what === 'discard' ? { reason: 'a mistake' } : {} });
    return [answer.statusCode, answer.json<{ code?: string; requiredRoles?: readonly string[] }>()] as const;
  };

  it('is nobody of maintenance or quality when it is a confirmation', async () => {
    const messageId = await mes.report('C-1', { workOrderId: 'WO-NONE' });
    await gateway.deliver();

    for (const role of ['maintenance', 'quality'] as const) {
      for (const what of ['discard', 'resubmit'] as const) {
        expect(await decide(messageId, what, role)).toEqual([403, expect.objectContaining({ code: 'ROLE_NOT_ALLOWED', requiredRoles: ['planner', 'supervisor', 'erpTeam', 'admin'] })]);
      }
    }
    expect(await mes.state(messageId)).toBe('parked');
    expect((await decide(messageId, 'discard', 'supervisor'))[0]).toBe(200);
  });

  it('is quality for its own decisions, and not maintenance', async () => {
    const placed = await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/quality-events', role: 'qms', payload: { type: 'disposition', qualityEventId: 'Q-1', occurredAt: '2026-11-22T07:25:00+01:00', reason: 'burr', itemId: 'FG-100', lotId: 'NO-LOT', decision: 'reject' } });
    const { messageId } = placed.json<{ messageId: string }>();

    expect((await decide(messageId, 'discard', 'maintenance'))[0]).toBe(403);
    expect((await decide(messageId, 'discard', 'quality'))[0]).toBe(200);
  });
});
