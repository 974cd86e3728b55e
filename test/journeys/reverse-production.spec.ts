import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

/** A settle window that the stand's ERP, which may write for 20 s, never outlives. */
const SETTLE = { sendDeadlineMs: 5_000, pauseAllowanceMs: 5_000, settleWindowMs: 60_000 };

describe('taking a report back', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;

  beforeEach(async () => {
    gateway = await openGateway({ settings: SETTLE });
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());

  const ask = (confirmationId: string, options: { role?: 'mes' | 'supervisor' | 'planner'; query?: string; payload?: object; headers?: Record<string, string> } = {}) => {
    const { query = '', role = 'mes', ...rest } = options;
    return gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/production-confirmations/${confirmationId}/reversal${query}`, role, ...rest });
  };

  it('reverses what it posted by a document of its own; both messages say so, and the quantities are gone', async () => {
    await mes.report('c-1', { yield: pieces('60') });
    await gateway.deliver();
    expect(await mes.confirmed()).toBe('60');

    const reversal = await mes.takeBack('c-1', { reason: 'Counted twice by the scale.' });
    await gateway.deliver();

    const [original, undone] = await mes.documents();
    expect(undone).toMatchObject({ reverses: original.number });
    expect(await mes.message(reversal)).toMatchObject({ state: 'posted', kind: 'confirmationReversal', confirmationId: 'c-1', workOrderId: 'WO-1001', erp: { documents: expect.arrayContaining([{ type: 'reversal', number: undone.number }]) } });
    expect(await mes.seen('c-1')).toMatchObject({ state: 'posted', reversedByMessageId: reversal, reversal: { messageId: reversal, state: 'posted' } });
    expect(await mes.confirmed()).toBe('0');
  });

  it('answers like a report: where to follow it, the same for a repetition, and nothing of it twice', async () => {
    await mes.report('c-1');
    await gateway.deliver();

    const first = await ask('c-1');
    await gateway.deliver();
    const again = await ask('c-1');
    await gateway.deliver();

    const { messageId } = first.json<{ messageId: string }>();
    expect(first.statusCode).toBe(202);
    expect(first.json()).toMatchObject({ state: 'accepted', links: { self: `/process/v1/sites/BER1/messages/${messageId}` } });
    expect(first.headers.location).toBe(`/process/v1/sites/BER1/messages/${messageId}`);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.json<{ messageId: string }>().messageId).toBe(messageId);
    expect(await mes.documents()).toHaveLength(2);
  });

  it('annuls what was not sent yet, and the ERP never hears of it', async () => {
    gateway.simulation.faults.plan({ kind: 'unavailable', untilCleared: true });
    const report = await mes.report('c-1');
    await gateway.deliver();
    expect(await mes.state(report)).toBe('retrying');

    const reversal = await mes.takeBack('c-1');
    await gateway.deliver();
    gateway.simulation.faults.clear();
    await gateway.after(3_600_000);

    expect(await mes.message(reversal)).toMatchObject({ state: 'posted', note: 'annulled c-1' });
    expect(await mes.state(report)).toBe('annulled');
    expect(await mes.documents()).toEqual([]);
  });

  it('waits while the report is in doubt, then reverses what was found', async () => {
    gateway.simulation.faults.plan({ kind: 'commit-and-stay-silent' });
    const report = await mes.report('c-1');
    await gateway.deliver();
    const reversal = await mes.takeBack('c-1');
    await gateway.deliver();

    expect([await mes.state(report), (await mes.message(reversal)).error?.code]).toEqual(['inDoubt', 'CONFIRMATION_UNDER_WAY']);

    await gateway.after(SETTLE.settleWindowMs);

    expect(await mes.message(report)).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(await mes.state(reversal)).toBe('posted');
    expect((await mes.documents()).map(({ reverses }) => reverses === undefined)).toEqual([true, false]);
  });

  it('annuls it when the doubt ends with nothing in the ERP: it is not sent again first', async () => {
    gateway.simulation.faults.plan({ kind: 'lose-request' });
    const report = await mes.report('c-1');
    await gateway.deliver();
    const reversal = await mes.takeBack('c-1');
    await gateway.deliver();

    await gateway.after(SETTLE.settleWindowMs);
    await gateway.after(SETTLE.settleWindowMs / 2);

    expect(await mes.message(reversal)).toMatchObject({ state: 'posted', note: 'annulled c-1' });
    expect(await mes.state(report)).toBe('annulled');
    expect(await mes.documents()).toEqual([]);
  });

  it('is itself read back when its answer is lost, and stands once', async () => {
    await mes.report('c-1');
    await gateway.deliver();
    gateway.simulation.faults.plan({ kind: 'commit-and-stay-silent' });
    const reversal = await mes.takeBack('c-1');
    await gateway.deliver();
    expect(await mes.state(reversal)).toBe('inDoubt');

    await gateway.after(SETTLE.settleWindowMs);

    expect(await mes.message(reversal)).toMatchObject({ state: 'posted', note: 'recovered' });
    expect(await mes.documents()).toHaveLength(2);
  });

  /** Worked example 2: reversing it again is refused by the ERP; the gateway annuls the second wish and does not even ask. */
  it('annuls a second wish for the same report', async () => {
    await mes.report('c-1');
    await gateway.deliver();
    await mes.takeBack('c-1', { reversalId: 'once' });
    const second = await mes.takeBack('c-1', { reversalId: 'twice' });
    await gateway.deliver();

    expect(await mes.message(second)).toMatchObject({ state: 'annulled', note: 'already reversed by once', attempts: [] });
    expect((await mes.seen('c-1')).reversal?.state).toBe('posted');
    expect(await mes.documents()).toHaveLength(2);
  });

  it('waits while a later operation has used the output, and goes when that one was taken back', async () => {
    await mes.report('c-1', { yield: pieces('60') });
    await mes.report('c-2', { operationId: '0020', yield: pieces('60') });
    await gateway.deliver();
    await gateway.deliver();
    const first = await mes.takeBack('c-1');
    await gateway.deliver();
    expect(await mes.message(first)).toMatchObject({ state: 'waiting', error: { code: 'SUCCESSOR_CONFIRMED' } });

    await mes.takeBack('c-2');
    await gateway.deliver();

    expect(await mes.state(first)).toBe('posted');
    expect([await mes.confirmed('0010'), await mes.confirmed('0020')]).toEqual(['0', '0']);
  });

  it('is not overtaken by a later report of its operation, nor by the end of its order', async () => {
    await mes.report('c-1', { yield: pieces('60') });
    await mes.report('c-2', { operationId: '0020', yield: pieces('50') });
    await gateway.deliver();
    await gateway.deliver();
    const first = await mes.takeBack('c-1'); // parked: 0020 has used it
    await gateway.deliver();
    const later = await mes.report('c-3', { yield: pieces('20') });
    const end = await mes.report('c-4', { operationId: '0020', yield: pieces('10'), kind: 'final' });
    await gateway.deliver();

    expect([(await mes.message(later)).error?.code, (await mes.message(end)).error?.code]).toEqual(['REVERSAL_OPEN', 'EARLIER_REPORT_OPEN']);

    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${first}/discard`, role: 'supervisor', payload: { reason: 'counted right after all' } });
    await gateway.deliver();
    await gateway.deliver();

    expect(await mes.state(later)).toBe('posted');
    expect(await mes.state(end)).toBe('posted');
  });

  it('keeps the end of the order waiting by itself', async () => {
    await mes.report('c-1', { yield: pieces('60') });
    await mes.report('c-2', { operationId: '0020', yield: pieces('50') });
    await gateway.deliver();
    await gateway.deliver();
    await mes.takeBack('c-1');
    await gateway.deliver();
    const end = await mes.report('c-4', { operationId: '0020', yield: pieces('10'), kind: 'final' });
    await gateway.deliver();

    expect(await mes.message(end)).toMatchObject({ state: 'waiting', error: { code: 'REVERSAL_OPEN', reason: expect.stringContaining('c-1') } });
  });

  it('is wished anew under the same default name after the first wish was discarded', async () => {
    await mes.report('c-1', { yield: pieces('60') });
    await mes.report('c-2', { operationId: '0020', yield: pieces('60') });
    await gateway.deliver();
    await gateway.deliver();
    const first = await mes.takeBack('c-1');
    await gateway.deliver();
    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${first}/discard`, role: 'supervisor', payload: { reason: 'not yet' } });
    await mes.takeBack('c-2');
    await gateway.deliver();

    const second = await mes.takeBack('c-1');
    await gateway.deliver();

    expect(await mes.message(second)).toMatchObject({ state: 'posted', senderId: 'reversal-of-c-1#2' });
    expect(await mes.confirmed()).toBe('0');
    expect(await mes.takeBack('c-1')).toBe(second);
  });

  it('is posted under the day of the wish, or the one that the sender gives', async () => {
    for (const id of ['c-1', 'c-2']) await mes.report(id, { postingDate: '2026-11-20' });
    await gateway.deliver();

    await mes.takeBack('c-1', { reversedAt: '2026-11-22T05:59:00+01:00' });
    await mes.takeBack('c-2', { postingDate: '2026-11-18' });
    await gateway.deliver();

    const dates = await gateway.simulation.read((engine) => engine.confirmations().flatMap(({ reverses, postingDate }) => (reverses === undefined ? [] : [postingDate])));
    expect(dates.sort()).toEqual(['2026-11-18', '2026-11-21']); // two reports, two lanes: in whatever order
  });

  describe('who may, and what', () => {
    it('is refused for a report that the source system never sent', async () => {
      await mes.report('c-1');

      expect((await ask('c-9')).json()).toMatchObject({ status: 404, code: 'CONFIRMATION_NOT_FOUND', findings: [{ path: '/path/confirmationId' }] });
      expect((await ask('c-1', { role: 'supervisor' })).json()).toMatchObject({ status: 404, code: 'CONFIRMATION_NOT_FOUND' });
      expect(await gateway.countMessages()).toBe(1);
    });

    it('lets a supervisor name the source system, and nobody else whose it is not', async () => {
      await mes.report('c-1');

      expect((await ask('c-1', { role: 'supervisor', query: '?sourceSystem=mes' })).statusCode).toBe(202);
      expect((await ask('c-1', { query: '?sourceSystem=supervisor' })).json()).toMatchObject({ status: 403, code: 'ROLE_NOT_ALLOWED' });
      expect((await ask('c-1', { role: 'planner', query: '?sourceSystem=mes' })).json()).toMatchObject({ status: 403, code: 'ROLE_NOT_ALLOWED' });
    });

    it.each([
      ['an unknown field', { force: true }, '/force'],
      ['a reason of two characters', { reason: 'no' }, '/reason'],
      ['an instant without offset', { reversedAt: '2026-11-22T07:10:00' }, '/reversedAt'],
      ['a day that does not exist', { postingDate: '2026-02-30' }, '/postingDate'],
      ['an id that is none', { reversalId: ' ' }, '/reversalId'],
    ])('refuses %s and stores nothing', async (_case, payload, path) => {
      await mes.report('c-1');

      expect((await ask('c-1', { payload })).json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED', findings: [{ path }] });
      expect(await gateway.countMessages()).toBe(1);
    });

    it('holds a reversalId to its first body, and to its report', async () => {
      await mes.report('c-1');
      await mes.report('c-2');
      await mes.takeBack('c-1', { reversalId: 'once' });

      for (const answer of [await ask('c-1', { payload: { reversalId: 'once', reason: 'another one' } }), await ask('c-2', { payload: { reversalId: 'once' } })]) {
        expect(answer.json()).toMatchObject({ status: 422, code: 'IDEMPOTENCY_BODY_MISMATCH' });
      }
    });

    it('keeps two reports apart whose ids differ only at their very end', async () => {
      const [one, other] = ['1', '2'].map((end) => `${'x'.repeat(63)}${end}`);
      await mes.report(one);
      await mes.report(other);

      expect(await mes.takeBack(one)).not.toBe(await mes.takeBack(other));
    });
  });
});
