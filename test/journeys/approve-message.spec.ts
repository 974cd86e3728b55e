import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PlannedOrderBook } from '@plantway/execution';
import { ConvertPlannedOrderFlow, PublishPlannedOrderFlow } from '@plantway/flows';
import { DeliveryEngine } from '@plantway/messaging';
import type { Role } from '@plantway/security';
import type { LightMyRequestResponse } from 'fastify';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes } from './reporting-mes.js';

const PLANNED = { plannedOrderId: 'PL-1', itemId: 'FG-100', quantity: { value: '20', unit: 'H87' }, startAt: '2026-11-24T06:00:00+01:00', dueAt: '2026-11-26T06:00:00+01:00' };

describe('agreeing to a message', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  let deliver: () => Promise<void>;

  beforeEach(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
    const { erp, clock, database: { pool } } = gateway;
    const plannedOrders = new PlannedOrderBook(pool);
    const engine = new DeliveryEngine({ pool, clock, flows: [new PublishPlannedOrderFlow({ erp, plannedOrders }), new ConvertPlannedOrderFlow({ erp, plannedOrders, needsApproval: () => true })], settings: { sendDeadlineMs: 5_000, pauseAllowanceMs: 5_000, settleWindowMs: 60_000 } });
    deliver = async () => {
      while ((await engine.runOnce()) > 0);
    };
  });
  afterEach(() => gateway.close());

  const post = (path: string, role: Role, payload?: object): Promise<LightMyRequestResponse> => gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/${path}`, role, ...(payload && { payload }) });

  /** A planner wants a planned order converted, at a site where that needs a second person; answers the message. */
  async function wished(): Promise<string> {
    await post('planned-orders', 'aps', PLANNED);
    await deliver();
    const answer = await post('planned-orders/PL-1/conversion', 'planner');
    await deliver();
    return answer.json<{ messageId: string }>().messageId;
  }

  it('lets it go on, and shows who it was', async () => {
    const messageId = await wished();
    expect(await mes.message(messageId)).toMatchObject({ state: 'awaitingApproval', error: { code: 'APPROVAL_NEEDED' } });

    const answer = await post(`messages/${messageId}/approve`, 'supervisor', { comment: 'agreed with sales', expectedState: 'awaitingApproval' });
    await deliver();

    expect([answer.statusCode, answer.json()]).toEqual([200, expect.objectContaining({ messageId, state: 'accepted' })]);
    expect(await mes.message(messageId)).toMatchObject({ state: 'posted', actions: [{ action: 'approve', reason: 'agreed with sales', fromState: 'awaitingApproval', toState: 'accepted' }] });
  });

  it('is refused to whoever wished it', async () => {
    const messageId = await wished();

    expect((await post(`messages/${messageId}/approve`, 'planner')).json()).toMatchObject({ status: 403, code: 'APPROVER_IS_SENDER' });
    await deliver();

    expect(await mes.state(messageId)).toBe('awaitingApproval');
  });

  it('is refused to a role that does not decide about plans', async () => {
    const messageId = await wished();

    expect((await post(`messages/${messageId}/approve`, 'erpTeam')).statusCode).toBe(403);
  });

  it('comes too late for a message that stands elsewhere by now', async () => {
    const messageId = await wished();
    await post(`messages/${messageId}/discard`, 'planner', { reason: 'the customer has cancelled' });

    expect((await post(`messages/${messageId}/approve`, 'supervisor')).json()).toMatchObject({ status: 409, code: 'MESSAGE_STATE_CONFLICT', details: { state: 'discarded' } });
  });
});
