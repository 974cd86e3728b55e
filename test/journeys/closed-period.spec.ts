import { afterEach, describe, expect, it } from '@jest/globals';
import type { ErpPort } from '@plantway/ports';
import { openGateway, type GatewayOptions, type GatewayStand } from './gateway-stand.js';
import { ReportingMes } from './reporting-mes.js';

describe('a report for a closed period', () => {
  let gateway: GatewayStand;
  let mes: ReportingMes;
  afterEach(() => gateway.close());
  const open = async (closedPeriod: 'ask' | 'redate', line?: GatewayOptions['line']): Promise<void> => {
    gateway = await openGateway({ policy: { closedPeriod }, ...(line && { line }) });
    mes = new ReportingMes(gateway);
  };
  const datesInErp = () => gateway.simulation.read((engine) => engine.confirmations().map(({ postingDate }) => postingDate));

  it('waits for a person where the site asks', async () => {
    await open('ask');
    const report = await mes.report('c-1', { postingDate: '2026-10-30' });
    await gateway.deliver();

    expect(await mes.message(report)).toMatchObject({ state: 'parked', error: { code: 'PERIOD_CLOSED' } });
  });

  it('is posted under the first open day where the site wants that, and shows both dates', async () => {
    await open('redate');
    const report = await mes.report('c-1', { postingDate: '2026-10-30' });
    await gateway.deliver();

    expect(await mes.message(report)).toMatchObject({ state: 'posted', postingDate: '2026-10-30', note: 'posted under 2026-11-01, reported for 2026-10-30: period closed' });
    expect(await datesInErp()).toEqual(['2026-11-01']);
  });

  it('keeps one reference, whatever its date: a lost answer after the change is found again', async () => {
    await open('redate', silentOn('2026-11-01', () => gateway));
    const report = await mes.report('c-1', { postingDate: '2026-10-30' });
    await gateway.deliver();
    await gateway.after(600_000);

    expect(await mes.message(report)).toMatchObject({ state: 'posted', note: expect.stringContaining('recovered') });
    expect(await datesInErp()).toEqual(['2026-11-01']);
  });

  it('takes its reversal along to an open day', async () => {
    await open('redate');
    await mes.report('c-1');
    await gateway.deliver();
    const reversal = await mes.takeBack('c-1', { postingDate: '2026-10-31' });
    await gateway.deliver();

    expect(await mes.message(reversal)).toMatchObject({ state: 'posted', note: 'posted under 2026-11-01, reported for 2026-10-31: period closed' });
    expect(await datesInErp()).toEqual(['2026-11-22', '2026-11-01']);
  });

  it('waits for a period that is not open yet, whatever the site wants', async () => {
    await open('redate');
    const report = await mes.report('c-1', { postingDate: '2026-12-15' });
    await gateway.deliver();
    expect((await mes.message(report)).error?.code).toBe('PERIOD_NOT_OPEN_YET');

    await gateway.simulation.apply({ type: 'setPeriod', period: { periodId: '2026-12', startsOn: '2026-12-01', endsOn: '2026-12-31', status: 'open' } });
    await gateway.after(3_600_000); // nobody watches here

    expect(await mes.state(report)).toBe('posted');
    expect(await datesInErp()).toEqual(['2026-12-15']);
  });
});

/** The ERP takes what is posted under `date` and says nothing. */
function silentOn(date: string, gateway: () => GatewayStand): GatewayOptions['line'] {
  return (erp) => {
    const post: ErpPort['post'] = (part, reference, options) => {
      if (part.action === 'confirm' && part.confirmation.postingDate === date) gateway().simulation.faults.plan({ kind: 'commit-and-stay-silent' });
      return erp.post(part, reference, options);
    };
    return new Proxy(erp, { get: (target, name, receiver) => (name === 'post' ? post : Reflect.get(target, name, receiver) as unknown) });
  };
}
