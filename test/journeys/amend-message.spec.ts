import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyAudit, type Role } from '@plantway/security';
import type { LightMyRequestResponse } from 'fastify';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

describe('amending a message', () => {
  let gateway: GatewayStand;
  let names = 0;
  /** No such order: what is reported of it is parked. */
  let nowhere: { readonly confirmationId: string; readonly workOrderId: string };
  beforeAll(async () => { gateway = await openGateway(); });
  beforeEach(() => {
    names += 1;
    nowhere = { confirmationId: `mes-${names}`, workOrderId: `WO-47${names}` };
  });
  afterAll(() => gateway.close());

  const send = (more: object = {}): Promise<LightMyRequestResponse> => gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: { ...GOOD_CONFIRMATION, ...nowhere, ...more } });
  const report = async (more: object = {}): Promise<string> => {
    const answer = await send(more);
    await gateway.deliver();
    return answer.headers.location!;
  };
  const act = (url: string, payload: object, role: Role = 'supervisor'): Promise<LightMyRequestResponse> => gateway.request({ method: 'POST', url, role, payload });
  const read = async (url: string) => (await gateway.request({ method: 'GET', url, role: 'supervisor' })).json<{ state: string; revision: string; messageId: string; workOrderId: string; amended: object[]; replacedByMessageId?: string }>();

  it('posts what a planner made of a report with a wrong order, when the supervisor agreed, and shows both in the lineage', async () => {
    const wrong = await report(); // no such order: parked
    const answer = await act(`${wrong}/amend`, { patch: { workOrderId: 'WO-1001' }, reason: 'The operator scanned the wrong traveller.', expectedState: 'parked' }, 'planner');

    const amended = answer.json<{ messageId: string; links: { self: string } }>();
    expect([answer.statusCode, answer.json()]).toEqual([200, expect.objectContaining({ state: 'awaitingApproval', workOrderId: 'WO-1001', senderId: nowhere.confirmationId })]);
    expect(await read(wrong)).toMatchObject({ state: 'discarded', replacedByMessageId: amended.messageId });

    const { revision } = await read(amended.links.self);
    expect((await act(`${amended.links.self}/approve`, { expectedRevision: revision }, 'planner')).json()).toMatchObject({ code: 'APPROVER_IS_SENDER' });
    expect((await act(`${amended.links.self}/approve`, { expectedRevision: revision })).statusCode).toBe(200);
    await gateway.deliver();

    expect(await read(amended.links.self)).toMatchObject({ state: 'posted', replacesMessageId: wrong.split('/').at(-1), amended: [{ amendmentNo: 1 }] });
    const lineage = (await gateway.request({ method: 'GET', url: `${amended.links.self}/lineage`, role: 'supervisor' })).json<{ shapes: { shape: string; amendment?: object; payload: { workOrderId: string } }[] }>();
    expect(lineage.shapes.filter(({ shape }) => shape === 'amended')).toMatchObject([{ amendment: { amendmentNo: 1, reason: 'The operator scanned the wrong traveller.' }, payload: { workOrderId: 'WO-1001' } }]);
    expect(await verifyAudit(gateway.database.pool)).toMatchObject({ isWhole: true });
  });

  it('keeps the place and the name of a report that stays in its lane', async () => {
    const parked = await report();

    const answer = await act(`${parked}/amend`, { patch: { yield: { value: '3' } }, reason: 'The line lead counted again.' }, 'planner');

    expect(answer.json()).toMatchObject({ state: 'awaitingApproval', amendments: 1, error: { code: 'APPROVAL_NEEDED' } });
    expect(answer.json<{ links: { self: string } }>().links.self).toBe(parked);
    const again = await send();
    expect([again.statusCode, again.headers['idempotency-replayed'], again.headers.location]).toEqual([202, 'true', parked]);
  });

  it.each([
    ['a quantity that is none', { patch: { yield: { value: 'many' } } }, '/yield/value'],
    ['a field that a report does not have', { patch: { colour: 'red' } }, '/colour'],
    ['a report without its order', { patch: { workOrderId: null } }, '/workOrderId'],
    ['a whole command that is none', { command: { confirmationId: 'x' } }, '/workOrderId'],
    ['neither patch nor command', {}, '/patch'],
    ['another correction', { patch: { replaces: 'mes-000001' } }, '/replaces'],
  ])('refuses %s by the rules of intake, and changes nothing', async (_case, amendment, path) => {
    const parked = await report();

    const answer = await act(`${parked}/amend`, { ...amendment, reason: 'It was wrong.' });

    expect(answer.json()).toMatchObject({ status: 422, code: 'AMENDMENT_INVALID', findings: expect.arrayContaining([expect.objectContaining({ path })]) });
    expect(await read(parked)).toMatchObject({ state: 'parked', amended: [] });
  });

  it('does not make another command of it', async () => {
    const parked = await report();

    expect((await act(`${parked}/amend`, { patch: { confirmationId: 'mes-999' }, reason: 'It was wrong.' })).json()).toMatchObject({ status: 409, code: 'AMENDMENT_NOT_POSSIBLE' });
  });

  it('is replayed dry as it was amended, in its own lane as well', async () => {
    const parked = await report({ scrap: [] });
    await act(`${parked}/amend`, { patch: { yield: { unit: 'KGM' } }, reason: 'Weighed, not counted.' }, 'planner');
    const { units, ...codes } = gateway.sites.get('BER1')!.erpCodes['erp-simulated'];

    const mapping = { codes: { ...codes, units: { ...units, KGM: 'XKG', H87: 'XPP' } } };
    const { items } = (await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/messages/replay-preview', role: 'erpTeam', payload: { mapping, filter: { senderId: nowhere.confirmationId } } })).json<{ items: readonly object[] }>();

    expect(items).toMatchObject([{ differences: [{ path: '/yield/unit', before: units.KGM, after: 'XKG' }] }]);
  });

  it('lets one of two who have read the same win: the ETag of the other is old', async () => {
    const parked = await report();
    const { headers: { etag } } = await gateway.request({ method: 'GET', url: parked, role: 'supervisor' });
    const ifMatch = (action: string, payload: object, role: Role, tag = etag) => gateway.request({ method: 'POST', url: `${parked}/${action}`, role, payload, headers: { 'if-match': tag! } });

    const answers = await Promise.all([ifMatch('discard', { reason: 'Reported twice.' }, 'planner'), ifMatch('resubmit', {}, 'supervisor')]);

    const [won, lost] = [...answers].sort((one, other) => one.statusCode - other.statusCode);
    expect([won.statusCode, won.headers.etag]).toEqual([200, `"${won.json<{ revision: string }>().revision}"`]);
    expect([lost.statusCode, lost.json()]).toEqual([412, expect.objectContaining({ code: 'MESSAGE_CHANGED', details: expect.objectContaining({ revision: expect.any(String), lastAction: expect.objectContaining({ actor: expect.any(String) }) }) })]);
    expect((await gateway.request({ method: 'GET', url: parked, role: 'supervisor' })).headers.etag).toBe(won.headers.etag);
    expect((await ifMatch('resubmit', {}, 'supervisor', 'W/"1"')).json()).toMatchObject({ status: 400, findings: [{ path: '/header/If-Match' }] });
    expect((await ifMatch('resubmit', { expectedRevision: '1' }, 'supervisor')).json()).toMatchObject({ status: 400, findings: [{ path: '/header/If-Match' }] });
  });

  it('is not acted upon with an ETag from before it stepped aside, though it stands in the same state', async () => {
    const parked = await report();
    const { headers: { etag } } = await gateway.request({ method: 'GET', url: parked, role: 'supervisor' });
    const aside = await act(`${parked}/step-aside`, { reason: 'To be clarified tomorrow.' });

    const late = await gateway.request({ method: 'POST', url: `${parked}/resubmit`, role: 'supervisor', headers: { 'if-match': etag! } });

    expect([aside.json(), late.json()]).toMatchObject([{ state: 'parked' }, { status: 412, code: 'MESSAGE_CHANGED', details: { state: 'parked', revision: aside.json<{ revision: string }>().revision, lastAction: { action: 'stepAside' } } }]);
    expect((await gateway.request({ method: 'POST', url: `${parked}/resubmit`, role: 'supervisor', headers: { 'if-match': aside.headers.etag as string } })).statusCode).toBe(200);
  });

  it('tells the second of two what the first did', async () => {
    const parked = await report();
    const { revision } = await read(parked);
    const amend = (value: string, role: Role) => act(`${parked}/amend`, { patch: { yield: { value } }, reason: 'Counted again.', expectedRevision: revision }, role);

    const answers = await Promise.all([amend('3', 'planner'), amend('4', 'supervisor')]);

    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(answers.find(({ statusCode }) => statusCode === 409)!.json()).toMatchObject({ code: 'MESSAGE_STATE_CONFLICT', details: { state: 'awaitingApproval', lastAction: { action: 'amend', reason: 'Counted again.' } } });
    expect((await read(parked)).amended).toHaveLength(1);
  });

  it('lets the next report of the operation pass when one steps aside, and posts it in the end', async () => {
    const first = await report({ workOrderId: 'WO-1002' }); // not released: parked
    const second = await report({ workOrderId: 'WO-1002', confirmationId: 'mes-second' });
    expect(await read(second)).toMatchObject({ state: 'accepted' });

    const answer = await act(`${first}/step-aside`, { reason: 'To be clarified tomorrow.' });
    await gateway.deliver();

    expect(answer.json()).toMatchObject({ state: 'parked', steppedAsideAt: expect.any(String) });
    expect(await read(second)).toMatchObject({ state: 'parked' }); // it was looked at by itself
    await act(`${second}/step-aside`, { reason: 'To be clarified tomorrow.' });
    await gateway.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    for (const message of [second, first]) expect((await act(`${message}/resubmit`, {})).statusCode).toBe(200);
    await gateway.deliver();
    expect([(await read(first)).state, (await read(second)).state]).toEqual(['posted', 'posted']);
  });

  it('makes nobody a quality engineer: who may not hold a lot does not do so by amending', async () => {
    const held = await act('/process/v1/sites/BER1/quality-events', { qualityEventId: 'QE-1', occurredAt: '2026-11-22T07:25:00+01:00', reason: 'burr', type: 'hold', holdId: 'H-1', scope: { type: 'lot', itemId: 'RM-1', lotId: 'LOT-UNKNOWN' } }, 'qms');
    await gateway.deliver();
    const message = held.headers.location!;
    const amend = (role: Role) => act(`${message}/amend`, { patch: { scope: { lotId: 'RM1-A' } }, reason: 'I need the other one.' }, role);

    const refused = await amend('planner');
    expect([refused.statusCode, refused.json<{ code: string; requiredRoles: string[] }>()]).toMatchObject([403, { code: 'ROLE_NOT_ALLOWED', requiredRoles: expect.arrayContaining(['quality', 'supervisor']) }]);
    expect((await amend('quality')).statusCode).toBe(409); // he may; this one is done
  });
});
