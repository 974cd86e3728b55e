import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

describe('lanes', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;

  beforeEach(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());

  /** Worked example 9: accepted 5 = posted 3 (A2, B1, A3) + annulled 1 (A1) + posted 1 (R(A1)). */
  it('stop one order only, and a reversal clears the way: A1 A2 B1 A3 R(A1)', async () => {
    await gateway.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    const a1 = await mes.report('A1', { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    const a2 = await mes.report('A2', { yield: pieces('20') });
    const b1 = await mes.report('B1', { workOrderId: 'WO-1002' });
    const a3 = await mes.report('A3', { operationId: '0020', yield: pieces('15') });
    await gateway.deliver();

    expect(await mes.message(a1)).toMatchObject({ state: 'parked', error: { code: 'LOT_UNKNOWN' } });
    expect(await mes.message(a2)).toMatchObject({ state: 'accepted', behindMessageId: a1 });
    expect(await mes.state(b1)).toBe('posted');
    expect(await mes.message(a3)).toMatchObject({ state: 'waiting', error: { code: 'PREDECESSOR_OPEN' } });

    const r = await mes.takeBack('A1');
    await gateway.deliver();

    expect(await mes.message(r)).toMatchObject({ state: 'posted', note: 'annulled A1', parts: [], attempts: [] });
    expect(await mes.message(a1)).toMatchObject({ state: 'annulled', actions: [{ action: 'annul', actor: r, fromState: 'parked', toState: 'annulled' }] });
    expect([await mes.state(a2), await mes.state(a3)]).toEqual(['posted', 'posted']);
    expect((await mes.documents()).map(({ workOrderId, operationId, yield: made }) => [workOrderId, operationId, made])).toEqual([['WO-1002', '0010', '10'], ['WO-1001', '0010', '20'], ['WO-1001', '0020', '15']]);
    expect(await gateway.accounting('BER1')).toMatchObject({ accepted: 5, posted: 4, annulled: 1, discarded: 0, open: 0 });
  });

  it('hold the last word about an order back until everything that was accepted before it is finished', async () => {
    await mes.report('first', { yield: pieces('50') });
    await gateway.deliver();
    const stuck = await mes.report('stuck', { yield: pieces('10'), consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    const end = await mes.report('end', { operationId: '0020', kind: 'final', yield: pieces('50') });
    await gateway.deliver();

    expect(await mes.message(end)).toMatchObject({ state: 'waiting', error: { code: 'EARLIER_REPORT_OPEN' } });

    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${stuck}/discard`, role: 'supervisor', payload: { reason: 'reported on the wrong order' } });
    await gateway.deliver();

    expect(await mes.state(end)).toBe('posted');
  });

  it('do not hold it back for what comes after it', async () => {
    await mes.report('first', { yield: pieces('50') });
    const end = await mes.report('end', { operationId: '0020', kind: 'final', yield: pieces('50') });
    await mes.report('later', { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] });
    await gateway.deliver();

    expect(await mes.state(end)).toBe('posted');
  });
});
