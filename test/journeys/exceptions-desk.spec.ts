import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { auditEntriesOf } from '@plantway/security';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

describe('the exceptions desk', () => {
  let gateway: GatewayStand;

  beforeEach(async () => { gateway = await openGateway(); });
  afterEach(() => gateway.close());

  const report = async (workOrderId: string): Promise<string> => {
    const answer = await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: { ...GOOD_CONFIRMATION, workOrderId } });
    await gateway.deliver();
    return answer.headers.location!;
  };
  const act = (url: string, payload?: object) => gateway.request({ method: 'POST', url, role: 'supervisor', ...(payload && { payload }) });
  const read = async (url: string) => (await gateway.request({ method: 'GET', url, role: 'supervisor' })).json<{ state: string; actions: { action: string; actor: string; reason?: string }[] }>();

  it('posts a parked report after the order was released and the supervisor sent it again', async () => {
    const message = await report('WO-1002'); // not released: parked
    await gateway.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });

    const answer = await act(`${message}/resubmit`);
    await gateway.deliver();

    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ state: 'accepted' });
    expect(await read(message)).toMatchObject({ state: 'posted', actions: [{ action: 'resubmit', fromState: 'parked', toState: 'accepted' }] });
  });

  it('gives a report up with its reason, and who said so', async () => {
    const message = await report('WO-4711'); // no such order: parked

    const answer = await act(`${message}/discard`, { reason: 'Reported on the wrong line.' });

    expect(answer.json()).toMatchObject({ state: 'discarded', note: 'Reported on the wrong line.' });
    const { actions } = await read(message);
    const [supervisor] = (await gateway.credentials.list()).filter(({ role }) => role === 'supervisor');
    expect(actions).toMatchObject([{ action: 'discard', actor: supervisor.credentialId, reason: 'Reported on the wrong line.' }]);
  });

  it.each([['no reason', {}], ['a reason of two characters', { reason: 'no' }], ['a reason of 501 characters', { reason: 'x'.repeat(501) }]])('refuses to discard with %s', async (_case, payload) => {
    const message = await report('WO-4711');

    const answer = await act(`${message}/discard`, payload);

    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', findings: [{ path: '/reason' }] });
    expect(await read(message)).toMatchObject({ state: 'parked', actions: [] });
  });

  it.each(['resubmit', 'discard'])('refuses to %s a message that is not where the person saw it, and says where it is', async (action) => {
    const message = await report('WO-4711');
    const decide = (expectedState: string) => act(`${message}/${action}`, { expectedState, ...(action === 'discard' && { reason: 'Reported twice.' }) });

    const late = await decide('waiting');
    const invented = await decide('lost');
    const seen = await decide('parked');

    expect(late.json()).toMatchObject({ status: 409, code: 'MESSAGE_STATE_CONFLICT', details: { state: 'parked' } });
    expect(invented.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', findings: [{ path: '/expectedState' }] });
    expect(seen.statusCode).toBe(200);
    expect((await read(message)).actions).toHaveLength(1);
  });

  it('refuses a field that a resubmission does not have', async () => {
    const message = await report('WO-4711');

    expect((await act(`${message}/resubmit`, { force: true })).json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/force' }] });
  });

  it('leaves an entry in the audit for each decision, which nobody can change', async () => {
    const message = await report('WO-4711');
    const messageId = message.split('/').at(-1)!;
    const act = (action: string, payload?: object) => gateway.request({ method: 'POST', url: `${message}/${action}`, role: 'planner', headers: { 'x-correlation-id': `desk-${action}` }, ...(payload && { payload }) });

    await act('resubmit');
    await gateway.deliver();
    await act('discard', { reason: 'Reported twice.' });

    const { pool } = gateway.database;
    const [planner] = (await gateway.credentials.list()).filter(({ role }) => role === 'planner');
    const common = { actorId: planner.credentialId, actorRole: 'planner', siteId: 'BER1' };
    expect(await auditEntriesOf(pool, 'message', messageId)).toMatchObject([
      { ...common, action: 'message.resubmitted', correlationId: 'desk-resubmit', details: { fromState: 'parked', toState: 'accepted' } },
      { ...common, action: 'message.discarded', correlationId: 'desk-discard', details: { fromState: 'parked', toState: 'discarded', reason: 'Reported twice.' } },
    ]);
    for (const statement of [`update messaging.message_action set actor = 'somebody else'`, 'delete from messaging.message_action', 'truncate messaging.message_action']) {
      await expect(pool.query(statement)).rejects.toThrow('only ever added to');
    }
  });

  it('refuses to discard or resubmit what is posted', async () => {
    const message = await report('WO-1001');

    for (const answer of [await act(`${message}/discard`, { reason: 'too late' }), await act(`${message}/resubmit`)]) {
      expect(answer.json()).toMatchObject({ status: 409, code: 'MESSAGE_STATE_CONFLICT' });
    }
    expect(await read(message)).toMatchObject({ state: 'posted', actions: [] });
  });
});
