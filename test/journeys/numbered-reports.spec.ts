import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

const MINUTE = 60_000;

describe('a MES that numbers its reports of an operation', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeEach(async () => {
    gateway = await openGateway({ policy: { sourceSequence: { gapTimeout: 'PT15M', scope: 'operation', startsAt: 1 } } });
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());
  /** So many good pieces as its number says, tenfold. */
  const numbered = (number: number, change: object = {}) => mes.report(`n-${number}`, { sourceSequence: number, yield: pieces(`${number}`), ...change });
  const posted = async () => (await mes.documents()).map(({ yield: made }) => made);

  it('has them posted in the order of the numbers, whatever the order in which they arrive', async () => {
    await numbered(1);
    const fourth = await numbered(4);
    const second = await numbered(2);
    await gateway.deliver();
    expect(await posted()).toEqual(['1', '2']);
    expect(await mes.message(fourth)).toMatchObject({ state: 'waiting', error: { code: 'SEQUENCE_GAP', reason: expect.stringMatching(/number 3 has not come; .* at 2026-11-22T08:15:00.000Z/) } });

    gateway.restart();
    await numbered(3);
    await gateway.after(5_000);

    expect(await posted()).toEqual(['1', '2', '3', '4']);
    expect([await mes.state(second), await mes.state(fourth)]).toEqual(['posted', 'posted']);
    expect(await mes.message(fourth)).not.toHaveProperty('note');
    expect(await gateway.accounting('BER1')).toMatchObject({ accepted: 4, posted: 4, open: 0 });
  });

  it('goes on without a number that does not come, and says so', async () => {
    await numbered(1);
    const third = await numbered(3);
    await gateway.deliver();
    gateway.restart();
    await gateway.after(15 * MINUTE - 1);
    expect(await mes.state(third)).toBe('waiting');

    await gateway.after(1);

    expect(await mes.message(third)).toMatchObject({ state: 'posted', note: 'without number 2 of mes for operation 0010 of work order WO-1001, which had not come by 2026-11-22T08:15:00.000Z' });
    await numbered(2);
    await numbered(4);
    await gateway.deliver();
    expect(await posted()).toEqual(['1', '3', '2', '4']);
  });

  it('counts confirmations, consumptions and reversals of the operation together, and every operation on its own', async () => {
    await numbered(1);
    await gateway.deliver();
    const taken = await mes.takeBack('n-1', { sourceSequence: 3 });
    const elsewhere = await mes.report('other', { operationId: '0020', sourceSequence: 1, yield: pieces('0') });
    await gateway.deliver();
    expect(await mes.message(taken)).toMatchObject({ state: 'waiting', error: { code: 'SEQUENCE_GAP' } });
    expect(await mes.state(elsewhere)).toBe('posted');

    const used = await mes.consume('use-2', { sourceSequence: 2 });
    await gateway.after(5_000);

    expect([await mes.state(used), await mes.state(taken)]).toEqual(['posted', 'posted']);
  });

  it('that gives a number twice has the second report looked at by a person; after the first was discarded the number is free', async () => {
    await numbered(1);
    const again = await mes.report('again', { sourceSequence: 1 });
    await gateway.deliver();
    expect(await mes.message(again)).toMatchObject({ state: 'parked', error: { code: 'SEQUENCE_REUSED', reason: expect.stringContaining('confirmation n-1') } });

    await gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/messages/${again}/discard`, role: 'supervisor', payload: { reason: 'sent twice' } });
    await numbered(2);
    await gateway.deliver();

    expect(await posted()).toEqual(['1', '2']);
  });
});

describe('a MES that numbers its reports over the whole site', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeEach(async () => {
    gateway = await openGateway({ policy: { sourceSequence: { gapTimeout: 'PT15M', scope: 'site', startsAt: 'any' } } });
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());
  const numbered = (number: number, operationId = '0010') => mes.report(`n-${number}`, { sourceSequence: number, operationId, yield: pieces(operationId === '0010' ? '1' : '0') });

  it('begins with the first number that is seen, and has what follows go in its order over all operations', async () => {
    const first = await numbered(501);
    await gateway.deliver();
    expect(await mes.state(first)).toBe('posted');

    const third = await numbered(503, '0020');
    const fourth = await numbered(504);
    await gateway.deliver();
    expect([await mes.state(third), await mes.state(fourth)]).toEqual(['waiting', 'waiting']); // 502 may be of either of them
    expect(await mes.message(fourth)).toMatchObject({ error: { code: 'SEQUENCE_GAP', reason: expect.stringMatching(/mes for site BER1 has reported number 504, but number 502 has not come; .* at 2026-11-22T08:15:00.000Z/) } });

    const second = await numbered(502);
    await gateway.after(5_000);
    expect(await Promise.all([second, third, fourth].map((messageId) => mes.state(messageId)))).toEqual(['posted', 'posted', 'posted']);
  });

  it('waits for a number that never comes once for all, not each report anew', async () => {
    await numbered(501);
    const third = await numbered(503, '0020');
    await gateway.after(14 * MINUTE);
    const late = await numbered(504);
    await gateway.deliver();
    expect(await mes.state(late)).toBe('waiting');

    await gateway.after(MINUTE);

    expect([await mes.state(third), await mes.state(late)]).toEqual(['posted', 'posted']);
    expect(await mes.message(third)).toMatchObject({ note: 'without number 502 of mes for site BER1, which had not come by 2026-11-22T08:15:00.000Z' });
    expect(await mes.message(late)).not.toHaveProperty('note');
  });

  it('that gives a number twice, wherever, has the second report looked at by a person', async () => {
    await numbered(501);
    const again = await mes.report('again', { sourceSequence: 501, operationId: '0020', yield: pieces('0') });
    await gateway.deliver();

    expect(await mes.message(again)).toMatchObject({ state: 'parked', error: { code: 'SEQUENCE_REUSED', reason: expect.stringContaining('Number 501 of mes for site BER1') } });
  });
});
