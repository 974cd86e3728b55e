import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { DeliveryRig, SITE } from './delivery-rig.js';
import { FaultyPool, type StatementFate } from './faulty-pool.js';

const LEASE_MS = 20_000;
const SETTLE_MS = 30_000;
const START = new Date('2026-11-22T08:00:00Z').getTime();

describe('an engine that is killed', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
    await rig.accept('c2', { amount: '2' });
  });
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  /** Lets an engine work until it dies. */
  async function runUntilDeath(fate: (name: string, before: number) => StatementFate): Promise<void> {
    const pool = new FaultyPool(rig.database.pool, fate);
    void rig.anotherEngine({ pool: pool.asPool(), immortal: false }).runOnce();
    await until(() => pool.dead && pool.inFlight === 0);
  }

  const nthWrite = (wanted: number, fate: StatementFate) => (name: string, before: number): StatementFate => (name === 'write-fenced' && before === wanted ? fate : 'pass');

  it.each([
    ['after it leased the lane', nthWrite(0, 'dieBefore'), 0],
    ['after the intent, before the first byte', nthWrite(0, 'dieAfter'), 0],
    ['after the answer, before the result was written', nthWrite(1, 'dieBefore'), 1],
    ['after the result was written, before it knew', nthWrite(1, 'dieAfter'), 1],
  ])('%s loses nothing, posts nothing twice and keeps the order', async (_moment, fate, sent) => {
    await runUntilDeath(fate);

    expect(rig.erp.requests).toHaveLength(sent);

    for (let at = 0; at < 90_000; at += 5_000) await rig.after(5_000);

    expect(await rig.state('c1')).toBe('posted');
    expect(await rig.state('c2')).toBe('posted');
    expect(rig.erp.amounts()).toEqual(['1', '2']);
  });

  it('between the intent and its result leaves a doubt that begins with the intent', async () => {
    await runUntilDeath(nthWrite(1, 'dieBefore'));

    await rig.after(LEASE_MS);

    expect(await rig.message('c1')).toMatchObject({ state: 'inDoubt', nextAttemptAt: new Date(START + SETTLE_MS).toISOString(), attempts: [{ purpose: 'send', outcome: 'unknown' }] });
    expect(rig.erp.readBacks).toEqual([]);

    await rig.after(SETTLE_MS - LEASE_MS);

    expect(rig.erp.readBacks.map(({ at }) => at - START)).toEqual([SETTLE_MS]);
    expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
  });

  it('while another one is alive stops only its own lanes', async () => {
    await rig.accept('other', { amount: '9' }, { laneKey: 'B' });
    await runUntilDeath((name) => (name === 'load-heads' ? 'dieBefore' : 'pass'));
    await rig.accept('later', { amount: '8' }, { laneKey: 'C' });

    await rig.deliver();

    expect(await rig.state('later')).toBe('posted');
    expect(await rig.state('c1')).toBe('accepted');

    await rig.after(LEASE_MS);

    expect(rig.erp.amounts()).toEqual(expect.arrayContaining(['1', '2', '8', '9']));
  });
});

describe('a database that is away', () => {
  let rig: DeliveryRig;
  beforeEach(async () => {
    rig = await DeliveryRig.open();
    await rig.accept('c1', { amount: '1' });
  });
  afterEach(() => rig.close());
  const lost = new Error('Connection terminated unexpectedly');

  it.each([['and the intent was not stored', { failsBefore: lost }], ['though the intent was stored', { failsAfter: lost }]] as const)(
    'when the intent is written, %s, costs no settle window: surely nothing was sent', async (_name, fate) => {
      const pool = new FaultyPool(rig.database.pool, (name, before) => (name === 'write-fenced' && before === 0 ? fate : 'pass'));
      await rig.anotherEngine({ pool: pool.asPool() }).runOnce();

      expect(rig.erp.requests).toEqual([]);

      await rig.after(2_000);

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.readBacks).toEqual([]);
    });

  it('when the intent is written and when the lane is given back: the next holder need not wait for the lease to end', async () => {
    const pool = new FaultyPool(rig.database.pool, (name, before) => (before === 0 && (name === 'write-fenced' || name === 'release-lane') ? { failsBefore: lost } : 'pass'));
    await rig.anotherEngine({ pool: pool.asPool() }).runOnce();

    await rig.after(0);

    expect(await rig.state('c1')).toBe('posted');
    expect(rig.erp.requests).toHaveLength(1);
  });

  it('when the result is written: it is written when the database is back', async () => {
    const pool = new FaultyPool(rig.database.pool, (name, before) => (name === 'write-fenced' && (before === 1 || before === 2) ? { failsBefore: lost } : 'pass'));
    const working = rig.anotherEngine({ pool: pool.asPool() }).runOnce();
    await rig.clockWaits();
    await rig.clock.advance(250);
    await rig.clockWaits();
    await rig.clock.advance(250);
    await working;

    expect(await rig.message('c1')).toMatchObject({ state: 'posted' });
    expect((await rig.message('c1')).note).toBeUndefined();
    expect(await rig.reader.accounting(SITE)).toMatchObject({ posted: 1, open: 0 });
  });
});
