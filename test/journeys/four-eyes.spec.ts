import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Credentials, type Role } from '@plantway/security';
import { until } from '@plantway/testing';
import { PLANNED_ORDER, PlanningStand, type Message } from './planning-stand.js';

describe('a conversion that needs a second person', () => {
  let stand: PlanningStand;
  beforeEach(async () => void (stand = await PlanningStand.open('approve')));
  afterEach(() => stand.close());

  /** The conversion that the gateway asks of itself, because a planner has published the planned order. */
  async function wished(): Promise<string> {
    await stand.post('planned-orders', PLANNED_ORDER, 'planner');
    const { messageId } = await until(async () => (await stand.messagesOf('plannedOrderConversion')).find(({ state }) => state === 'awaitingApproval'));
    return messageId;
  }
  /** A key that is made now; answers a request with it. */
  const agree = async (messageId: string, person: { readonly name: string; readonly sourceSystem: string; readonly role: Role }) => {
    const { apiKey } = await new Credentials(stand.database.pool, { now: () => new Date() }).create({ sites: '*', ...person });
    return stand.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/approve`, payload: {}, headers: { authorization: `Bearer ${apiKey}` } });
  };

  it('is not agreed to by the planner who published the planned order, also with another key', async () => {
    const messageId = await wished();

    const withSameKey = await stand.post(`messages/${messageId}/approve`, {}, 'planner');
    const withNewKey = await agree(messageId, { name: 'planner', sourceSystem: 'planner', role: 'planner' });
    const asSupervisor = await agree(messageId, { name: 'Planner ', sourceSystem: 'supervisor', role: 'supervisor' });

    expect([withSameKey, withNewKey, asSupervisor].map((answer) => [answer.statusCode, answer.json<{ code?: string }>().code])).toEqual(Array.from({ length: 3 }, () => [403, 'APPROVER_IS_SENDER']));
    expect((await stand.messagesOf('plannedOrderConversion')).map(({ state }) => state)).toEqual(['awaitingApproval']);
  });

  it('is agreed to by another planner', async () => {
    const messageId = await wished();

    const answer = await agree(messageId, { name: 'Berta', sourceSystem: 'planner', role: 'planner' });

    expect(answer.statusCode).toBe(200);
    await until(async () => (await stand.read<Message>(`messages/${messageId}`)).state === 'posted');
  });
});
