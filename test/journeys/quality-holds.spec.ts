import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, type QualityHold } from '@plantway/canonical';
import type { ErpPort } from '@plantway/ports';
import type { Role } from '@plantway/security';
import type { LightMyRequestResponse } from 'fastify';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

/** A settle window that the stand's ERP, which may write for 20 s, never outlives. */
const SETTLE = { sendDeadlineMs: 5_000, pauseAllowanceMs: 5_000, settleWindowMs: 60_000, recheckIntervalMs: 60_000 };
const AT = '2026-11-22T07:25:00+01:00';
const ORDER = { type: 'workOrder', workOrderId: 'WO-1001' };
/** A lot that order WO-9001 is to make. */
const LOT = { itemId: 'SA-20', lotId: 'SA20-9001' };

describe('what quality holds', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  let events: number;
  let refuseNextDisposition: boolean;
  /** Somebody in the ERP has the lot open, once. */
  const refusing = (erp: ErpPort): ErpPort => {
    const post: ErpPort['post'] = async (part, reference, options) => {
      if (part.action !== 'disposeLot' || !refuseNextDisposition) return erp.post(part, reference, options);
      refuseNextDisposition = false;
      throw new BusinessException('ERP_REFUSED', 'a clerk has the lot open');
    };
    return new Proxy(erp, { get: (target, name, receiver) => (name === 'post' ? post : Reflect.get(target, name, receiver) as unknown) });
  };

  beforeEach(async () => {
    refuseNextDisposition = false;
    gateway = await openGateway({ settings: SETTLE, line: refusing });
    mes = new ReportingMes(gateway);
    events = 0;
  });
  afterEach(() => gateway.close());

  const post = (body: object, role: Role = 'qms'): Promise<LightMyRequestResponse> => gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/quality-events', role, payload: { qualityEventId: `QE-${events += 1}`, occurredAt: AT, reason: 'burr on the long edge', ...body } });
  const say = async (body: object): Promise<string> => {
    const answer = await post(body);
    if (answer.statusCode !== 202) throw new Error(answer.body);
    return answer.json<{ messageId: string }>().messageId;
  };
  const holds = async (query = ''): Promise<readonly QualityHold[]> => (await gateway.request({ method: 'GET', url: `/process/v1/sites/BER1/quality-holds${query}`, role: 'quality' })).json<{ items: readonly QualityHold[] }>().items;
  const orderStatus = async (): Promise<string> => (await gateway.erp.workOrder('BER1', 'WO-1001')).value.status;
  const lotStatus = async (): Promise<string> => (await gateway.erp.lot('BER1', LOT.itemId, LOT.lotId)).value.status;
  /** Ten pieces of the lot come out of the last operation of its order. */
  const reportLot = async (): Promise<string> => {
    await gateway.simulation.apply({ type: 'createOrder', order: { workOrderId: 'WO-9001', itemId: LOT.itemId, quantity: pieces('10'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-24T05:00:00.000Z' } });
    await mes.report('lot-1', { workOrderId: 'WO-9001' });
    await gateway.deliver();
    return mes.report('lot-2', { workOrderId: 'WO-9001', operationId: '0020', kind: 'final', producedLots: [{ lotId: LOT.lotId, quantity: pieces('10') }] });
  };

  it('does not set a rejected lot free by an older decision that was refused, stood aside and comes back', async () => {
    await gateway.deliver();
    await reportLot();
    await gateway.deliver();
    const decide = (decision: string) => say({ type: 'disposition', ...LOT, decision });
    const desk = (messageId: string, what: string, payload: object) => gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${messageId}/${what}`, role: 'quality', payload });
    refuseNextDisposition = true;
    const accepted = await decide('accept');
    await gateway.deliver();
    expect(await mes.state(accepted)).toBe('parked');
    await desk(accepted, 'step-aside', { reason: 'the lab looks again' });
    await decide('reject');
    await gateway.deliver();
    expect(await lotStatus()).toBe('blocked');

    await desk(accepted, 'resubmit', {});
    await gateway.deliver();

    expect(await mes.message(accepted)).toMatchObject({ state: 'annulled', note: expect.stringContaining('superseded by QE-2') });
    expect(await lotStatus()).toBe('blocked');
  });

  it('stops the reports of an order at once, also while the ERP is away, and lets them go on in their order after the release', async () => {
    await mes.report('before');
    await gateway.deliver();
    gateway.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
    const hold = await say({ type: 'hold', holdId: 'H-1', scope: ORDER });
    await gateway.deliver();
    gateway.simulation.faults.clear();
    const report = await mes.report('c-1');
    await gateway.deliver();

    expect(await mes.message(report)).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD', owner: 'quality', reason: expect.stringContaining('Hold H-1 on work order WO-1001') } });
    expect(await mes.confirmed()).toBe('10');
    expect(await holds('?status=open&workOrderId=WO-1001')).toEqual([{ holdId: 'H-1', siteId: 'BER1', scope: ORDER, reason: 'burr on the long edge', placedAt: '2026-11-22T06:25:00.000Z' }]);

    await gateway.after(30_000);
    expect([await mes.state(hold), await orderStatus()]).toEqual(['posted', 'held']);

    await say({ type: 'release', holdId: 'H-1', occurredAt: '2026-11-22T08:00:00+01:00' });
    await gateway.deliver();

    expect(await mes.state(report)).toBe('posted');
    expect([await mes.confirmed(), await orderStatus()]).toEqual(['20', 'inProgress']);
    expect(await holds()).toMatchObject([{ holdId: 'H-1', releasedAt: '2026-11-22T07:00:00.000Z' }]);
  });

  it('stands until the last hold on the same order is released', async () => {
    await say({ type: 'hold', holdId: 'H-1', scope: ORDER });
    await say({ type: 'hold', holdId: 'H-2', scope: ORDER });
    const report = await mes.report('c-1');
    await gateway.deliver();
    await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();
    const between = [await mes.state(report), await orderStatus()];

    await say({ type: 'release', holdId: 'H-2' });
    await gateway.deliver();

    expect(between).toEqual(['waiting', 'held']);
    expect([await mes.state(report), await orderStatus()]).toEqual(['posted', 'inProgress']);
  });

  it('is nothing of what somebody holds on a screen of the ERP: that order stays held', async () => {
    await gateway.simulation.apply({ type: 'holdOrder', workOrderId: 'WO-1001' });
    const hold = await say({ type: 'hold', holdId: 'H-1', scope: ORDER });
    const release = await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();

    expect([await mes.state(hold), await mes.state(release), await orderStatus()]).toEqual(['posted', 'posted', 'held']);
  });

  it('stops a lot that is in the ERP from being unrestricted there, until it is decided', async () => {
    await reportLot();
    await gateway.deliver();
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'lot', ...LOT } });
    await gateway.deliver();
    const held = await lotStatus();

    await say({ type: 'disposition', ...LOT, decision: 'reject', holdId: 'H-1' });
    await gateway.deliver();

    expect([held, await lotStatus()]).toEqual(['qualityInspection', 'blocked']);
    expect(await holds('?status=open')).toEqual([]);
  });

  it('leaves a lot blocked that somebody has blocked in the ERP before', async () => {
    await reportLot();
    await gateway.deliver();
    await gateway.simulation.apply({ type: 'setLotStatus', itemId: LOT.itemId, lotId: LOT.lotId, status: 'blocked' });
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'lot', ...LOT } });
    await gateway.deliver();
    const held = await lotStatus();
    await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();

    expect([held, await lotStatus()]).toEqual(['blocked', 'blocked']);
    expect(await holds('?status=open')).toEqual([]);
  });

  it('lets a lot be used again that it has stopped itself, when the last hold on it is released', async () => {
    await reportLot();
    await gateway.deliver();
    for (const holdId of ['H-1', 'H-2']) await say({ type: 'hold', holdId, scope: { type: 'lot', ...LOT } });
    await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();
    const between = await lotStatus();
    await say({ type: 'release', holdId: 'H-2' });
    await gateway.deliver();

    expect([between, await lotStatus()]).toEqual(['qualityInspection', 'unrestricted']);
  });

  it('stops the report that makes a lot again when the decision against the lot was a mistake and is discarded', async () => {
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'lot', ...LOT } });
    const decision = await say({ type: 'disposition', ...LOT, decision: 'reject' });
    await gateway.deliver();
    const discarded = await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${decision}/discard`, role: 'admin', payload: { reason: 'the wrong lot' } });
    const report = await reportLot();
    await gateway.deliver();

    expect(discarded.statusCode).toBe(200);
    expect(await mes.message(report)).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD' } });
  });

  it('stops a report that was sent before it, when that had no effect', async () => {
    gateway.simulation.faults.plan({ kind: 'lose-request', on: 'writes', orderNo: 'WO-1001', times: 1 });
    const report = await mes.report('c-1');
    await gateway.deliver();
    const lost = await mes.state(report);
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'equipment', equipmentId: 'WC-10' } });
    for (let look = 0; look < 4; look += 1) await gateway.after(60_000);

    expect([lost, (await mes.message(report)).error?.code, await mes.confirmed()]).toEqual(['inDoubt', 'QUALITY_HOLD', '0']);

    await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();

    expect([await mes.state(report), await mes.confirmed()]).toEqual(['posted', '10']);
  });

  it.each([['accept', 'unrestricted'], ['reject', 'blocked']] as const)('stops the report that makes the lot; after the decision "%s" the lot comes into the ERP and is %s', async (decision, status) => {
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'lot', ...LOT } });
    const report = await reportLot();
    await gateway.deliver();
    const waiting = await mes.message(report);

    const disposition = await say({ type: 'disposition', ...LOT, decision, holdId: 'H-1' });
    await gateway.deliver();
    await gateway.after(60_000);

    expect(waiting).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD' } });
    expect([await mes.state(report), await mes.state(disposition), await lotStatus()]).toEqual(['posted', 'posted', status]);
    expect(await holds('?status=open')).toEqual([]);
  });

  it('does nothing to what was posted before', async () => {
    const report = await mes.report('c-1');
    await gateway.deliver();
    await say({ type: 'hold', holdId: 'H-1', scope: ORDER });
    await gateway.deliver();

    expect(await mes.state(report)).toBe('posted');
    expect(await mes.confirmed()).toBe('10');
  });

  it('stops reports of a work center, and of no other', async () => {
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'equipment', equipmentId: 'WC-10' } });
    const held = await mes.report('c-1', { workCenterId: 'WC-10' });
    await gateway.deliver();
    const other = await mes.report('c-2', { workOrderId: 'WO-1003', workCenterId: 'WC-20' });
    await gateway.deliver();

    expect((await mes.message(held)).error?.code).toBe('QUALITY_HOLD');
    expect((await mes.message(other)).error?.code).not.toBe('QUALITY_HOLD');
  });

  it.each([
    ['a work center, also where the report does not say where it was done', 'WC-10', {}],
    ['a work center, also where the report names only the machine', 'WC-10', { equipmentId: 'WU-10-A', workCenterId: undefined }],
    ['a line, with everything below it', 'LINE-1', { workCenterId: 'WC-10' }],
  ])('stops reports of %s', async (_place, equipmentId, report) => {
    await say({ type: 'hold', holdId: 'H-1', scope: { type: 'equipment', equipmentId } });
    const held = await mes.report('c-1', report);
    await gateway.deliver();
    const waiting = await mes.message(held);
    await say({ type: 'release', holdId: 'H-1' });
    await gateway.deliver();

    expect(waiting).toMatchObject({ state: 'waiting', error: { code: 'QUALITY_HOLD' } });
    expect(await mes.state(held)).toBe('posted');
  });

  describe('is taken in', () => {
    it('once: sent again it is the same message, and the hold and its event are there once', async () => {
      const body = { type: 'hold', qualityEventId: 'QE-A', holdId: 'H-1', scope: ORDER };
      const first = await post(body);
      await gateway.deliver();
      const again = await post(body);

      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(again.json()).toEqual(first.json());
      expect((await gateway.database.pool.query(`select data from events.event_log where type = 'quality.hold-placed.v1'`)).rows).toEqual([{ data: { siteId: 'BER1', sourceSystem: 'qms', qualityEventId: 'QE-A', holdId: 'H-1', scope: ORDER, reason: 'burr on the long edge', placedAt: '2026-11-22T06:25:00.000Z' } }]);
      expect((await post({ ...body, reason: 'another reason' })).json()).toMatchObject({ code: 'IDEMPOTENCY_BODY_MISMATCH' });
    });

    it('when a release comes again after the hold ended, with its first answer', async () => {
      await say({ type: 'hold', holdId: 'H-1', scope: ORDER });
      const body = { type: 'release', qualityEventId: 'QE-R', holdId: 'H-1' };
      const first = await post(body);
      await gateway.deliver();

      expect((await post(body)).json()).toEqual(first.json());
      expect((await post({ ...body, qualityEventId: 'QE-S' })).json()).toMatchObject({ code: 'HOLD_UNKNOWN', status: 422, detail: expect.stringContaining('ended at') });
    });

    it.each([
      ['a release of nothing', { type: 'release', holdId: 'H-9' }, 'HOLD_UNKNOWN', '/holdId'],
      ['a hold on equipment that nobody has', { type: 'hold', holdId: 'H-1', scope: { type: 'equipment', equipmentId: 'WC-99' } }, 'EQUIPMENT_UNKNOWN', '/scope/equipmentId'],
      ['a finding about equipment that nobody has', { type: 'nonconformity', defectCode: 'BURR', scope: { type: 'equipment', equipmentId: 'WC-99' } }, 'EQUIPMENT_UNKNOWN', '/scope/equipmentId'],
      ['a hold on nothing', { type: 'hold', holdId: 'H-1' }, 'VALIDATION_FAILED', '/scope'],
      ['a hold without an id', { type: 'hold', scope: ORDER }, 'VALIDATION_FAILED', '/holdId'],
      ['a disposition without a decision', { type: 'disposition', ...LOT }, 'VALIDATION_FAILED', '/decision'],
      ['a finding without a code', { type: 'nonconformity', scope: ORDER }, 'VALIDATION_FAILED', '/defectCode'],
    ])('unless it is %s', async (_name, body, code, path) => {
      const role = body.type === 'nonconformity' ? 'mes' : 'qms';

      expect((await post(body, role)).json()).toMatchObject({ code, findings: [expect.objectContaining({ path })] });
      expect(await gateway.countMessages()).toBe(0);
    });

    it('unless the id is that of another hold', async () => {
      await say({ type: 'hold', holdId: 'H-1', scope: ORDER });

      expect((await post({ type: 'hold', holdId: 'H-1', scope: { type: 'equipment', equipmentId: 'WC-10' } })).json()).toMatchObject({ code: 'VALIDATION_FAILED', findings: [{ path: '/holdId' }] });
    });

    it('from those only whom the site file names for it', async () => {
      expect((await post({ type: 'hold', holdId: 'H-1', scope: ORDER }, 'supervisor')).json()).toMatchObject({ code: 'NOT_OWNER', status: 403, object: 'qualityDecision', owners: ['qms', 'quality'] });
      expect((await post({ type: 'nonconformity', defectCode: 'BURR', scope: ORDER }, 'qms')).json()).toMatchObject({ code: 'NOT_OWNER', object: 'nonconformity' });
      expect((await post({ type: 'nonconformity', defectCode: 'BURR', scope: ORDER }, 'supervisor')).statusCode).toBe(202);
    });
  });
});
