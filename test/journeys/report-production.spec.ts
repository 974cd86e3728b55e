import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

const REPORTS = '/process/v1/sites/BER1/production-confirmations';

describe('reporting production', () => {
  let gateway: GatewayStand;

  beforeEach(async () => { gateway = await openGateway(); });
  afterEach(() => gateway.close());

  const report = (change: object = {}, headers: Record<string, string> = {}) =>
    gateway.request({ method: 'POST', url: REPORTS, payload: { ...GOOD_CONFIRMATION, ...change }, headers });

  it('stores the report, answers where to follow it, and posts it with a document of the ERP', async () => {
    const answer = await report({}, { 'x-correlation-id': 'shift-42' });
    await gateway.deliver();

    const { messageId } = answer.json<{ messageId: string }>();
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({ messageId, state: 'accepted', correlationId: 'shift-42', links: { self: `/process/v1/sites/BER1/messages/${messageId}` } });
    expect(answer.headers.location).toBe(`/process/v1/sites/BER1/messages/${messageId}`);
    expect(answer.headers).not.toHaveProperty('idempotency-replayed');
    const [document] = await gateway.simulation.read((engine) => engine.confirmations());
    const message = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ erp: { documents: unknown[] } }>();
    expect(message).toMatchObject({ state: 'posted', correlationId: 'shift-42', workOrderId: 'WO-1001', confirmationId: 'mes-000123' });
    expect(message.erp.documents).toContainEqual({ type: 'confirmation', number: document.number });
  });

  it('gives the same report the same answer, wherever the message stands by then, and posts it once', async () => {
    const first = await report();
    await gateway.deliver();

    const again = await report();
    await gateway.deliver();

    expect(again.statusCode).toBe(202);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json()).toEqual(first.json());
    expect(await gateway.simulation.read((engine) => engine.confirmations())).toHaveLength(1);
  });

  it('compares bodies as they were sent: a field that was left out and its default are two bodies', async () => {
    const first = await report({ scrap: undefined });

    const again = await report({ scrap: undefined });
    const spelledOut = await report({ scrap: [] });

    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(spelledOut.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_BODY_MISMATCH' });
    const { shapes } = (await gateway.request({ method: 'GET', url: `${first.headers.location!}/lineage`, role: 'supervisor' })).json<{ shapes: { payload: object }[] }>();
    expect(shapes[0].payload).toEqual(JSON.parse(JSON.stringify({ ...GOOD_CONFIRMATION, scrap: undefined })));
  });

  it('says with every shape which release made it', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const first = await report();

    const { shapes } = (await gateway.request({ method: 'GET', url: `${first.headers.location!}/lineage`, role: 'supervisor' })).json<{ shapes: { codeVersion: string; mappingVersion: string }[] }>();
    expect(shapes.map(({ codeVersion, mappingVersion }) => [codeVersion, mappingVersion])).toEqual([[version, version], [version, version]]);
  });

  describe('for an order that is known at another site', () => {
    const reportForeign = (change: object = {}) => report({ workOrderId: 'WO-9001', ...change });

    it('is accepted while the orders of this site were not read completely since', async () => {
      await gateway.readOrders('BER1');
      await gateway.knowOrder('MUC1', 'WO-9001');

      expect((await reportForeign()).statusCode).toBe(202);
    });

    it('is refused once the orders of this site were read and it was not among them', async () => {
      await gateway.knowOrder('MUC1', 'WO-9001');
      await gateway.readOrders('BER1');

      expect((await reportForeign()).json()).toMatchObject({ status: 404, code: 'WORK_ORDER_NOT_AT_SITE' });
    });

    it('is accepted while the ERP of this site cannot be read to the end', async () => {
      await gateway.knowOrder('BER1', 'WO-9001');

      await expect(gateway.readOrders('MUC1')).rejects.toThrow(); // no ERP stands behind it

      const answer = await gateway.request({ method: 'POST', url: REPORTS.replace('BER1', 'MUC1'), payload: { ...GOOD_CONFIRMATION, workOrderId: 'WO-9001' } });
      expect(answer.statusCode).toBe(202);
    });

    it('gets the first answer again when it had been stored before, and another body is told so', async () => {
      const first = await reportForeign();
      await gateway.knowOrder('MUC1', 'WO-9001');
      await gateway.readOrders('BER1');

      const again = await reportForeign();
      const other = await reportForeign({ yield: { value: '13', unit: 'H87' } });
      const inBatch = await gateway.request({ method: 'POST', url: `${REPORTS}/batch`, payload: { items: [{ ...GOOD_CONFIRMATION, workOrderId: 'WO-9001' }] } });

      expect({ status: again.statusCode, body: again.json<object>() }).toEqual({ status: 202, body: first.json<object>() });
      expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH' });
      expect(inBatch.json()).toMatchObject({ items: [{ status: 202, replayed: true }] });
    });
  });

  it('names the first message when the same id comes with another body', async () => {
    const first = await report();

    const other = await report({ yield: { value: '13', unit: 'H87' } });

    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH', messageId: first.json<{ messageId: string }>().messageId, findings: [{ path: '/confirmationId' }] });
  });

  it('holds an Idempotency-Key to its first body, too', async () => {
    const first = await report({}, { 'idempotency-key': '"shift-42-report-7"' });

    const same = await report({}, { 'idempotency-key': '"shift-42-report-7"' });
    const other = await report({ confirmationId: 'mes-000124' }, { 'idempotency-key': '"shift-42-report-7"' });

    expect(same.headers['idempotency-replayed']).toBe('true');
    expect(other.statusCode).toBe(422);
    expect(other.json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH', messageId: first.json<{ messageId: string }>().messageId, findings: [{ path: '/header/Idempotency-Key' }] });
  });

  it.each([['empty', ''], ['longer than 255 characters', 'k'.repeat(256)], ['outside printable ASCII', 'schlüssel']])('refuses an Idempotency-Key that is %s', async (_case, key) => {
    const answer = await report({}, { 'idempotency-key': key });

    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'IDEMPOTENCY_KEY_INVALID', findings: [{ path: '/header/Idempotency-Key' }] });
    expect(await gateway.countMessages()).toBe(0);
  });

  it('lets two source systems of one site use the same id for different reports', async () => {
    await report();

    const other = await gateway.request({ method: 'POST', url: REPORTS, payload: { ...GOOD_CONFIRMATION, yield: { value: '13', unit: 'H87' } }, role: 'admin' });

    expect(other.statusCode).toBe(202);
    expect(await gateway.countMessages()).toBe(2);
  });

  // Berlin's production day begins at 06:00: 05:59 local on the 22nd still belongs to the 21st.
  it.each([
    ['2026-11-22T05:59:00+01:00', '2026-11-21'],
    ['2026-11-22T06:00:00+01:00', '2026-11-22'],
    ['2026-11-22T04:59:00Z', '2026-11-21'],
  ])('dates a report finished at %s to the production day %s', async (finishedAt, day) => {
    const answer = await report({ startedAt: '2026-11-22T04:00:00+01:00', finishedAt });

    expect(await read(answer.headers.location!)).toMatchObject({ productionDay: day, postingDate: day });
  });

  it('keeps the posting date that the MES gives, beside the production day', async () => {
    const answer = await report({ postingDate: '2026-11-20' });

    expect(await read(answer.headers.location!)).toMatchObject({ productionDay: '2026-11-22', postingDate: '2026-11-20' });
  });

  it('answers a MES by its own id, among its own reports', async () => {
    const answer = await report();

    const own = await gateway.request({ method: 'GET', url: `${REPORTS}/mes-000123` });
    const bySupervisor = await gateway.request({ method: 'GET', url: `${REPORTS}/mes-000123`, role: 'supervisor' });
    const bySupervisorNamed = await gateway.request({ method: 'GET', url: `${REPORTS}/mes-000123?sourceSystem=mes`, role: 'supervisor' });
    const byPlannerNamed = await gateway.request({ method: 'GET', url: `${REPORTS}/mes-000123?sourceSystem=mes`, role: 'planner' });

    const { messageId } = answer.json<{ messageId: string }>();
    expect(own.json()).toMatchObject({ messageId, state: 'accepted', sourceSystem: 'mes' });
    expect(bySupervisor.statusCode).toBe(404);
    expect(bySupervisorNamed.json()).toMatchObject({ messageId });
    expect({ status: byPlannerNamed.statusCode, code: byPlannerNamed.json<{ code: string }>().code }).toEqual({ status: 403, code: 'ROLE_NOT_ALLOWED' });
  });

  const read = async (url: string): Promise<unknown> => (await gateway.request({ method: 'GET', url })).json();
});
