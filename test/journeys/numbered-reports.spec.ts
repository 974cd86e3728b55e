import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes, pieces } from './reporting-mes.js';

const MINUTE = 60_000;

describe('a MES that numbers its reports of an operation', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  beforeEach(async () => {
    gateway = await openGateway({ policy: { sourceSequence: { gapTimeout: 'PT15M' } } });
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
