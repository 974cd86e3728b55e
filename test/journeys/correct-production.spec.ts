import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

const UNKNOWN_LOT = { consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] };
const row = (confirmationId: string, change: object) => ({ confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', ...change });

describe('correcting a report', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;

  beforeEach(async () => {
    gateway = await openGateway();
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());

  it('that is posted reverses it first, then posts the corrected one', async () => {
    await mes.report('wrong', { yield: pieces('60') });
    await gateway.deliver();

    const right = await mes.report('right', { replaces: 'wrong', yield: pieces('50') });
    await gateway.deliver();

    expect(await mes.state(right)).toBe('posted');
    expect(await mes.seen('wrong')).toMatchObject({ state: 'posted', reversal: { state: 'posted' } });
    expect((await mes.documents()).map(({ yield: made, reverses }) => [made, reverses !== undefined])).toEqual([['60', false], ['60', true], ['50', false]]);
    expect(await mes.confirmed()).toBe('50');
  });

  it('that is parked annuls it: the ERP hears of the corrected one only', async () => {
    const wrong = await mes.report('wrong', UNKNOWN_LOT);
    await gateway.deliver();
    expect(await mes.state(wrong)).toBe('parked');

    const right = await mes.report('right', { replaces: 'wrong' });
    await gateway.deliver();

    expect([await mes.state(wrong), await mes.state(right)]).toEqual(['annulled', 'posted']);
    expect((await mes.documents()).map(({ yield: made }) => made)).toEqual(['10']);
  });

  it('that waits annuls it', async () => {
    await mes.report('base', { workOrderId: 'WO-1001', yield: pieces('10') });
    const wrong = await mes.report('wrong', { operationId: '0020', yield: pieces('60') });
    await gateway.deliver();
    expect(await mes.state(wrong)).toBe('waiting');

    const right = await mes.report('right', { replaces: 'wrong', operationId: '0020', yield: pieces('10') });
    await gateway.deliver();

    expect([await mes.state(wrong), await mes.state(right)]).toEqual(['annulled', 'posted']);
    expect(await mes.confirmed('0020')).toBe('10');
  });

  it('of another order shows the reversal with the order that was wrong', async () => {
    await gateway.simulation.apply({ type: 'releaseOrder', workOrderId: 'WO-1002' });
    await mes.report('wrong', { workOrderId: 'WO-1002' });
    await gateway.deliver();

    await mes.report('right', { replaces: 'wrong' });
    await gateway.deliver();

    const { reversal } = await mes.seen('wrong');
    expect(await mes.message(reversal!.messageId)).toMatchObject({ workOrderId: 'WO-1002', senderId: 'right', state: 'posted' });
    expect([await mes.confirmed('0010', 'WO-1001'), await mes.confirmed('0010', 'WO-1002')]).toEqual(['10', '0']);
  });

  it('waits while the reversal cannot be posted, and goes on when it was', async () => {
    await mes.report('wrong', { yield: pieces('60') });
    await mes.report('next', { operationId: '0020', yield: pieces('60') });
    await gateway.deliver();
    const right = await mes.report('right', { replaces: 'wrong', yield: pieces('50') });
    await gateway.deliver();
    const { reversal } = await mes.seen('wrong');
    expect([(await mes.message(reversal!.messageId)).error?.code, (await mes.message(right)).error?.code]).toEqual(['SUCCESSOR_CONFIRMED', 'CORRECTION_OPEN']);

    await mes.takeBack('next');
    await gateway.deliver();

    expect(await mes.state(right)).toBe('posted');
    expect(await mes.confirmed()).toBe('50');
  });

  it('of a correction leaves the last one standing', async () => {
    await mes.report('first', { yield: pieces('60') });
    await gateway.deliver();
    await mes.report('second', { replaces: 'first', ...UNKNOWN_LOT });
    const third = await mes.report('third', { replaces: 'second', yield: pieces('40') });
    await gateway.deliver();

    expect(await mes.state(third)).toBe('posted');
    expect(await mes.confirmed()).toBe('40');
  });

  it('sent again changes nothing, and under the same id with another body is refused', async () => {
    await mes.report('wrong');
    await gateway.deliver();
    const right = await mes.report('right', { replaces: 'wrong' });

    expect(await mes.report('right', { replaces: 'wrong' })).toBe(right);
    await expect(mes.report('right', { replaces: 'wrong', yield: pieces('11') })).rejects.toThrow('IDEMPOTENCY_BODY_MISMATCH');
    await gateway.deliver();

    expect(await gateway.countMessages()).toBe(3);
    expect(await mes.confirmed()).toBe('10');
  });

  it('takes nothing back for a body that was refused', async () => {
    await mes.report('wrong');
    await mes.report('right');
    await gateway.deliver();

    await expect(mes.report('right', { replaces: 'wrong' })).rejects.toThrow('IDEMPOTENCY_BODY_MISMATCH');
    await gateway.deliver();

    expect((await mes.seen('wrong')).reversal).toBeUndefined();
    expect(await gateway.countMessages()).toBe(2);
    expect(await mes.confirmed()).toBe('20');
  });

  it('with an Idempotency-Key that another body has stores nothing: the operation goes on', async () => {
    const correction = row('right', { replaces: 'wrong', yield: pieces('7') });
    const send = (payload: object) => gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload, headers: { 'idempotency-key': 'once' } });
    await send(row('wrong', { yield: pieces('10') }));

    expect((await send(correction)).json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_BODY_MISMATCH', findings: [{ path: '/header/Idempotency-Key' }] });
    await mes.report('next');
    await gateway.deliver();

    expect(await gateway.countMessages()).toBe(2);
    expect(await mes.confirmed()).toBe('20');
  });

  describe('twice', () => {
    it('lets the first correction stand, and gives the second to a person', async () => {
      await mes.report('wrong', { yield: pieces('10') });
      await gateway.deliver();
      const first = await mes.report('first', { replaces: 'wrong', yield: pieces('12') });
      const second = await mes.report('second', { replaces: 'wrong', yield: pieces('13') });
      await gateway.deliver();

      expect([await mes.state(first), await mes.state(second)]).toEqual(['posted', 'parked']);
      expect((await mes.message(second)).error).toMatchObject({ code: 'CORRECTED_BEFORE', reason: expect.stringContaining('replaced by first') });
      expect(await mes.confirmed()).toBe('12');
    });

    it('does so when the wrong one was never posted, and in different operations', async () => {
      await mes.report('wrong', UNKNOWN_LOT);
      await gateway.deliver();
      await mes.report('base', { yield: pieces('20') });
      const first = await mes.report('first', { replaces: 'wrong', yield: pieces('12'), operationId: '0020' });
      const second = await mes.report('second', { replaces: 'wrong', yield: pieces('13') });
      await gateway.deliver();

      expect([await mes.state(first), await mes.state(second)]).toEqual(['posted', 'parked']);
      expect([await mes.confirmed('0010'), await mes.confirmed('0020')]).toEqual(['20', '12']);
    });

    it('makes room for the second one when the first one is taken back, but not when that was corrected itself', async () => {
      await mes.report('wrong', { yield: pieces('10') });
      await gateway.deliver();
      await mes.report('first', { replaces: 'wrong', yield: pieces('12') });
      const second = await mes.report('second', { replaces: 'wrong', yield: pieces('13') });
      await mes.report('first-again', { replaces: 'first', yield: pieces('14'), operationId: '0010' });
      await gateway.deliver();
      const resubmit = async () => {
        await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${second}/resubmit`, role: 'supervisor' });
        await gateway.deliver();
      };
      await resubmit();
      expect((await mes.message(second)).error).toMatchObject({ code: 'CORRECTED_BEFORE', reason: expect.stringContaining('replaced by first-again') });

      await mes.takeBack('first-again');
      await gateway.deliver();
      await resubmit();

      expect(await mes.state(second)).toBe('posted');
      expect(await mes.confirmed()).toBe('13');
    });
  });

  it('that nobody knows waits for a person, and so does its correction', async () => {
    const right = await mes.report('right', { replaces: 'never-sent' });
    await gateway.deliver();

    expect((await mes.message(right)).error?.code).toBe('CORRECTION_OPEN');
    expect(await mes.documents()).toEqual([]);
  });

  it('goes through a batch, each correction behind what it corrects', async () => {
    const answer = await gateway.request({
      method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/batch',
      payload: { items: [row('wrong', { yield: pieces('10') }), row('other', { yield: pieces('5') }), row('right', { replaces: 'wrong', yield: pieces('7') })] },
    });
    await gateway.deliver();

    expect(answer.json()).toMatchObject({ accepted: 3, refused: 0, items: [{ confirmationId: 'wrong' }, { confirmationId: 'other' }, { confirmationId: 'right' }] });
    expect(await mes.confirmed()).toBe('12');
  });

  it('in a batch is stored with its reversal or not at all, and stops no other row', async () => {
    await mes.report('taken', { yield: pieces('1') });
    const answer = await gateway.request({
      method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/batch',
      payload: { items: [row('wrong', { yield: pieces('10') }), row('taken', { replaces: 'wrong', yield: pieces('7') }), row('other', { yield: pieces('5') })] },
    });
    await gateway.deliver();

    expect(answer.json<{ items: { status: number }[] }>().items.map(({ status }) => status)).toEqual([202, 422, 202]);
    expect(await gateway.countMessages()).toBe(3);
    expect(await mes.confirmed()).toBe('16');
  });
});
