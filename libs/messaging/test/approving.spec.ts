import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import type { DeliveryMessage } from '@plantway/ports';
import { DeliveryRig, SITE } from './delivery-rig.js';
import type { Order } from './scripted-erp.js';

describe('a message that a second person must agree to', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });
  const needsApproval = ({ approvedBy, command }: DeliveryMessage<Order>) => (approvedBy === undefined ? { decision: 'approve', error: messageError('APPROVAL_NEEDED') } as const : rig.flow.sends(command));
  const actionOf = async (senderId: string, actor: string) => ({ siteId: SITE, messageId: (await rig.message(senderId)).messageId, actor, actorRole: 'planner' });

  async function awaiting(): Promise<void> {
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
    rig.flow.plans.set('c1', needsApproval);
    await rig.deliver();
  }

  it('stands still with its lane until somebody does', async () => {
    await awaiting();
    await rig.after(3_600_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'awaitingApproval', error: { code: 'APPROVAL_NEEDED', owner: 'planner' }, attempts: [] });
    expect(await rig.state('c2')).toBe('accepted');
    expect(rig.erp.requests).toEqual([]);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.awaiting-approval.v1']);
  });

  it('goes on in its place when another person agrees, and that is written down with who, when and what was said', async () => {
    await awaiting();

    expect(await rig.desk.approve({ ...(await actionOf('c1', 'berta')), reason: 'agreed with the line lead', expectedState: 'awaitingApproval' })).toBe('accepted');
    await rig.deliver();

    const message = await rig.message('c1');
    expect(message).toMatchObject({ state: 'posted', actions: [{ action: 'approve', actor: 'berta', reason: 'agreed with the line lead', fromState: 'awaitingApproval', toState: 'accepted', actedAt: '2026-11-22T08:00:00.000Z' }] });
    expect(message.error).toBeUndefined();
    expect(rig.erp.amounts()).toEqual(['1', '2']);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.awaiting-approval.v1', 'message.approved.v1', 'message.posted.v1']);
    const { rows } = await rig.database.pool.query(`select actor_id, actor_role, action, object_id from security.audit_entry where action = 'message.approved'`);
    expect(rows).toEqual([{ actor_id: 'berta', actor_role: 'planner', action: 'message.approved', object_id: message.messageId }]);
  });

  it('is not approved by the credential that sent it, and nothing changes', async () => {
    await awaiting();

    await expect(rig.desk.approve(await actionOf('c1', 'credential-1'))).rejects.toMatchObject({ code: 'APPROVER_IS_SENDER' });

    expect(await rig.message('c1')).toMatchObject({ state: 'awaitingApproval', actions: [] });
  });

  it.each([['accepted', 'c2'], ['posted', 'done']])('cannot be approved when it is %s', async (state, senderId) => {
    await rig.accept('done', undefined, { laneKey: 'B' });
    await awaiting();

    await expect(rig.desk.approve(await actionOf(senderId, 'berta'))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state } });
  });

  it('lets one of two people win who decide at the same moment', async () => {
    await awaiting();
    const action = { ...(await actionOf('c1', 'berta')), reason: 'decided' };

    const results = await Promise.allSettled([rig.desk.approve(action), rig.desk.discard(action), rig.desk.approve(action)]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await rig.message('c1')).actions).toHaveLength(1);
  });

  it('can be given up instead: it is never sent, and its lane goes on', async () => {
    await awaiting();

    await rig.desk.discard({ ...(await actionOf('c1', 'berta')), reason: 'not needed' });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('discarded');
    expect(rig.erp.amounts()).toEqual(['2']);
  });

  it('is not tried again by a person who only resubmits', async () => {
    await awaiting();

    await expect(rig.desk.resubmit(await actionOf('c1', 'berta'))).rejects.toMatchObject({ code: 'MESSAGE_STATE_CONFLICT' });
  });

  it('stays approved when it is tried again later', async () => {
    await awaiting();
    rig.erp.will({ refuse: 'ORDER_CLOSED' });
    await rig.desk.approve(await actionOf('c1', 'berta'));
    await rig.deliver();
    const parked = await rig.state('c1');

    await rig.desk.resubmit(await actionOf('c1', 'anna'));
    await rig.deliver();

    expect(parked).toBe('parked');
    expect(await rig.state('c1')).toBe('posted');
  });

  it('is told to whoever follows what becomes of messages', async () => {
    await awaiting();
    await rig.desk.approve(await actionOf('c1', 'berta'));
    await rig.database.pool.query(`select events.assign_positions(100, 0)`);

    expect((await rig.reader.changes(SITE)).items.map(({ type }) => type)).toEqual(['message.awaiting-approval.v1', 'message.approved.v1']);
  });
});
