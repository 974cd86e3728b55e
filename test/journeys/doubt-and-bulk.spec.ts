import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OutcomeUnknownError } from '@plantway/canonical';
import type { ErpPort } from '@plantway/ports';
import type { Role } from '@plantway/security';
import { until } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { pieces } from './reporting-mes.js';

interface Row {
  readonly messageId: string;
  readonly outcome: string;
  readonly code?: string;
  readonly why?: string;
}
interface BulkAnswer {
  readonly items: readonly Row[];
  readonly goingOn: number;
  readonly refused: number;
  readonly byState: object;
  readonly byCode: object;
  readonly previewToken: string;
}

/** A line on which the first report is posted with another yield, and never answered. */
function distortingLine(told: { posts: number }) {
  return (erp: ErpPort): ErpPort => {
    const post: ErpPort['post'] = async (part, reference, options) => {
      if (told.posts > 0 || part.action !== 'confirm') return erp.post(part, reference, options);
      await erp.post({ ...part, confirmation: { ...part.confirmation, yield: pieces('11') } }, reference);
      return new Promise((_, reject) => {
        options!.signal!.addEventListener('abort', () => reject(new OutcomeUnknownError('ERP_ANSWER_LOST', 'no answer')));
        told.posts += 1;
      });
    };
    return new Proxy(erp, { get: (target, name, receiver) => (name === 'post' ? post : Reflect.get(target, name, receiver) as unknown) });
  };
}

describe('the desk over HTTP', () => {
  const told = { posts: 0 };
  let gateway: GatewayStand;
  beforeAll(async () => {
    gateway = await openGateway({ settings: { sendDeadlineMs: 5_000, pauseAllowanceMs: 20_000, settleWindowMs: 30_000 }, line: distortingLine(told) });
  });
  afterAll(() => gateway.close());

  const BASE = '/process/v1/sites/BER1';
  const report = async (confirmationId: string, more: object = {}): Promise<string> => {
    const answer = await gateway.request({ method: 'POST', url: `${BASE}/production-confirmations`, payload: { ...GOOD_CONFIRMATION, confirmationId, ...more } });
    return answer.headers.location!;
  };
  const act = (url: string, payload: object, role: Role = 'supervisor'): Promise<LightMyRequestResponse> => gateway.request({ method: 'POST', url, role, payload });
  const read = async (url: string) => (await gateway.request({ method: 'GET', url, role: 'supervisor' })).json<{ state: string; revision: string; messageId: string; error: { code: string } }>();
  const referenceOf = async (url: string): Promise<string> => (await gateway.request({ method: 'GET', url, role: 'supervisor' })).json<{ parts: { reference: string }[] }>().parts[0].reference;
  const search = async (query: string): Promise<readonly string[]> => (await gateway.request({ method: 'GET', url: `${BASE}/messages?${query}`, role: 'supervisor' })).json<{ items: { confirmationId: string }[] }>().items.map(({ confirmationId }) => confirmationId);
  const bulk = async (payload: object, dryRun = false, role: Role = 'supervisor'): Promise<LightMyRequestResponse> => act(`${BASE}/messages/bulk-resubmit${dryRun ? '?dryRun=true' : ''}`, { reason: 'The order was released.', ...payload }, role);

  it('ends a doubt by two persons: one says by which document it stands, the other agrees, and only then it is posted', async () => {
    const message = await report('doubt-1');
    const delivering = gateway.deliver();
    await until(() => told.posts === 1);
    await gateway.clock.advance(5_000);
    await delivering;
    await gateway.after(30_000);
    expect((await read(message)).error.code).toBe('DOUBT_DIFFERENT_QUANTITY');
    const resolve = (body: object, role?: Role) => act(`${message}/resolve-doubt`, { reason: 'Both quantities were compared.', ...body }, role);

    expect((await resolve({ resolution: 'posted' })).json()).toMatchObject({ status: 400, findings: [{ path: '/documents' }] });
    expect((await resolve({ resolution: 'perhaps' })).json()).toMatchObject({ status: 400, findings: [{ path: '/resolution' }] });
    expect((await resolve({ resolution: 'posted', documents: [{ type: 'confirmation', number: '1000000001' }] }, 'mes')).statusCode).toBe(403);
    expect((await resolve({ resolution: 'posted', documents: [{ type: 'confirmation', number: '1000000001' }] }, 'planner')).json()).toMatchObject({ state: 'parked' });
    const { revision } = await read(message);
    expect(await read(message)).toMatchObject({ doubtProposal: { resolution: 'posted', documents: [{ number: '1000000001' }], reason: 'Both quantities were compared.' } });
    expect((await act(`${message}/approve`, { expectedRevision: revision }, 'planner')).json()).toMatchObject({ code: 'APPROVER_IS_SENDER' });
    expect((await act(`${message}/approve`, { expectedRevision: revision })).statusCode).toBe(200);
    await gateway.deliver();

    expect(await read(message)).toMatchObject({ state: 'posted', erp: { documents: [{ type: 'confirmation', number: '1000000001' }] }, note: expect.stringMatching(/^resolved as posted by .+ and .+/) });
    expect((await gateway.erp.find({ action: 'any', siteId: 'BER1' }, await referenceOf(message)))).toHaveLength(1);
  });

  it('says what trying many again would do, does exactly that, and nothing else', async () => {
    for (const [confirmationId, operationId] of [['bulk-1', '0010'], ['bulk-2', '0020'], ['bulk-3', '0030']]) await report(confirmationId, { workOrderId: 'WO-1002', operationId });
    await gateway.deliver();
    const count = (await search('workOrderId=WO-1002&state=parked')).length;
    const filter = { workOrderId: 'WO-1002' };

    const preview = (await bulk({ filter }, true)).json<BulkAnswer>();
    expect(preview).toMatchObject({ dryRun: true, goingOn: count, refused: 0, byState: { parked: count } });
    expect(preview.items.every(({ outcome }) => outcome === 'wouldGoOn')).toBe(true);
    expect(await search('workOrderId=WO-1002&state=parked')).toHaveLength(count);

    const late = preview.items[0].messageId;
    await act(`${BASE}/messages/${late}/resubmit`, {}, 'planner');
    await gateway.deliver(); // parked again, but no more as it was seen
    const done = (await bulk({ filter, previewToken: preview.previewToken })).json<BulkAnswer>();

    expect(done).toMatchObject({ dryRun: false, goingOn: count - 1, refused: 1 });
    expect(done.items.find(({ messageId }) => messageId === late)).toMatchObject({ outcome: 'refused', code: 'MESSAGE_STATE_CONFLICT' });
  });

  it('refuses more than the cap, and says how many', async () => {
    const filter = { state: 'posted' };
    await report('posted-1');
    await report('posted-2');
    await gateway.deliver();
    const [all, none] = [await bulk({ filter, cap: 1 }, true), await bulk({ filter, cap: 0 }, true)];

    expect(all.json()).toMatchObject({ status: 422, code: 'BULK_TOO_MANY', details: { count: 3, cap: 1 } });
    expect(none.json()).toMatchObject({ status: 400, findings: [{ path: '/cap' }] });
    expect((await bulk({ filter }, true)).json<BulkAnswer>()).toMatchObject({ goingOn: 0, refused: 3, items: [{ outcome: 'wouldNot', why: expect.stringContaining('It is posted') }, {}, {}] });
    expect((await bulk({ filter, previewToken: 'abc' })).json()).toMatchObject({ status: 400, code: 'PREVIEW_INVALID' });
    expect((await bulk({ filter }, false, 'mes')).statusCode).toBe(403);
  });

  it('lets a role decide only about its kinds, and only so often in an hour', async () => {
    await report('mine-not', { workOrderId: 'WO-4712' });
    await gateway.deliver();
    const filter = { workOrderId: 'WO-4712' };

    expect((await bulk({ filter }, false, 'quality')).json<BulkAnswer>()).toMatchObject({ goingOn: 0, items: [{ outcome: 'refused', code: 'ROLE_NOT_ALLOWED' }] });
    await gateway.database.pool.query(`insert into messaging.bulk_run (site_id, actor, actor_role, reason, messages, started_at) values ('BER1', 'anna', 'planner', 'many', 500, $1)`, [gateway.clock.now()]);
    const answer = await bulk({ filter }, false, 'planner');
    expect([answer.statusCode, answer.headers['retry-after'], answer.json<{ code: string }>().code]).toEqual([429, '3600', 'BULK_LIMIT_REACHED']);
  });

  it('finds messages by every key they have, exactly', async () => {
    const posted = await read(await report('found-1', { operationId: '0010', producedLots: [{ lotId: 'L-FOUND', quantity: pieces('12') }], scrap: [] }));
    await gateway.deliver();
    const document = (await gateway.request({ method: 'GET', url: `${BASE}/messages/${posted.messageId}`, role: 'supervisor' })).json<{ state: string; correlationId: string; acceptedAt: string; erp: { documents: { number: string }[] } }>();
    expect(document.state).toBe('posted');
    const number = document.erp.documents[0].number;

    for (const query of [`documentNumber=${number}`, 'senderId=found-1', 'lotId=L-FOUND', `q=${number}`, 'q=found-1', 'q=L-FOUND', `q=${posted.messageId}`, `q=${document.correlationId}`, 'workOrderId=WO-1001&operationId=0010&senderId=found-1&sourceSystem=mes']) {
      expect([query, await search(query)]).toEqual([query, ['found-1']]);
    }
    expect(await search('errorCode=ORDER_NOT_FOUND')).toEqual(await search('q=ORDER_NOT_FOUND'));
    for (const none of ['q=found', 'documentNumber=1', 'errorCode=NO_SUCH_CODE', 'senderId=found-1&sourceSystem=paper', `acceptedAfter=${encodeURIComponent('2027-01-01T00:00:00Z')}`, `acceptedBefore=${encodeURIComponent('2020-01-01T00:00:00Z')}`]) expect([none, await search(none)]).toEqual([none, []]);
    expect((await gateway.request({ method: 'GET', url: `${BASE}/messages?operationId=0010`, role: 'supervisor' })).json()).toMatchObject({ status: 400, findings: [{ path: '/query/operationId' }] });
  });
});
