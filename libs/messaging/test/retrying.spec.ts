import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import { DeliveryRig, SETTINGS, SITE } from './delivery-rig.js';

describe('a technical failure', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(() => rig.close());
  const pauses = (): readonly number[] => rig.erp.requests.slice(1).map(({ at }, index) => at - rig.erp.requests[index].at);

  it('is tried again with growing pauses under the same reference, visibly, until it works', async () => {
    await rig.accept('c1');
    rig.erp.will('unavailable', 'unavailable', 'unavailable', 'unavailable');
    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', failures: 1, error: { kind: 'technical', code: 'ERP_UNAVAILABLE' } });

    for (let seconds = 0; seconds < 40; seconds += 1) await rig.after(1_000);

    const [first, second, third, fourth] = pauses();
    expect(await rig.state('c1')).toBe('posted');
    expect(first).toBeGreaterThanOrEqual(500);
    expect(second).toBeGreaterThan(1_000);
    expect(third).toBeGreaterThan(2_000);
    expect(fourth).toBeGreaterThan(4_000);
    expect(new Set(rig.erp.requests.map(({ reference }) => reference)).size).toBe(1);
    expect(await rig.eventTypes('c1')).toEqual(['message.accepted.v1', 'message.retrying.v1', 'message.posted.v1']);
  });

  it('needs no settle window: a refusal that is surely without effect is not in doubt', async () => {
    await rig.accept('c1');
    rig.erp.will('unavailable');
    await rig.deliver();

    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.readBacks).toEqual([]);
  });

  it('that says when to come back is kept to', async () => {
    await rig.accept('c1');
    rig.erp.will({ retryAfterMs: 17_000 });
    await rig.deliver();

    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', error: { kind: 'throttled', code: 'ERP_THROTTLED' } });

    await rig.after(16_999);

    expect(rig.erp.requests).toHaveLength(1);

    await rig.after(501);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('that asks us to stay away for years is heard for an hour', async () => {
    await rig.accept('c1');
    rig.erp.will({ retryAfterMs: 1e12 });
    await rig.deliver();

    await rig.after(3_600_500);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('while planning is tried again as well', async () => {
    await rig.accept('c1');
    let tries = 0;
    rig.flow.plans.set('c1', () => {
      tries += 1;
      if (tries === 1) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
      return rig.flow.sends({ amount: '10' });
    });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('retrying');

    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('a plan that never answers is one too: it has changed nothing', async () => {
    await rig.accept('c1');
    let tries = 0;
    rig.flow.plans.set('c1', () => {
      tries += 1;
      return tries === 1 ? new Promise(() => undefined) : rig.flow.sends({ amount: '10' });
    });
    const delivering = rig.deliver();
    await rig.clockWaits();
    await rig.clock.advance(5_500);
    await delivering;

    expect(await rig.message('c1')).toMatchObject({ state: 'retrying', error: { code: 'ERP_UNAVAILABLE' } });

    await rig.after(1_000);

    expect(await rig.state('c1')).toBe('posted');
  });

  it('is tried at once when a person asks for it', async () => {
    await rig.accept('c1');
    rig.erp.will('unavailable');
    await rig.deliver();

    await rig.desk.resubmit({ siteId: SITE, messageId: (await rig.message('c1')).messageId, actor: 'anna' });
    await rig.deliver();

    expect(await rig.state('c1')).toBe('posted');
  });

  it('parks the message only where a maximum is configured', async () => {
    await rig.close();
    rig = await DeliveryRig.open({ ...SETTINGS, maximumFailures: 3 });
    await rig.accept('c1');
    rig.erp.will('unavailable', 'unavailable', 'unavailable');

    await rig.deliver();
    for (let seconds = 0; seconds < 10; seconds += 1) await rig.after(1_000);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', failures: 3, error: { code: 'RETRIES_EXHAUSTED' } });
    expect(rig.erp.requests).toHaveLength(3);
  });
});
