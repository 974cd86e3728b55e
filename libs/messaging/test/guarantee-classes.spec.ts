import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import type { DeclaredGuarantee } from '@plantway/ports';
import type { DeliveryEngine } from '../src/index.js';
import { DeliveryRig, SITE } from './delivery-rig.js';
import type { Deed } from './scripted-erp.js';

describe('a lost answer, by what the other side promises', () => {
  let rig: DeliveryRig;
  beforeEach(async () => void (rig = await DeliveryRig.open()));
  afterEach(async () => {
    await rig.balance();
    await rig.close();
  });

  const engineUnder = (guarantee: DeclaredGuarantee): DeliveryEngine => rig.anotherEngine({ random: () => 0, guarantees: { of: () => guarantee } });

  async function loseAnswer(engine: DeliveryEngine, ...deeds: readonly Deed[]): Promise<void> {
    await rig.accept('c1', { amount: '40' });
    rig.erp.will(...deeds);
    const delivering = rig.deliver(engine);
    await until(() => rig.erp.requests.length === 1);
    await rig.clock.advance(5_000);
    await delivering;
  }
  async function after(ms: number, engine: DeliveryEngine): Promise<void> {
    await rig.clock.advance(ms);
    await rig.deliver(engine);
  }

  describe('class K', () => {
    const KEYED: DeclaredGuarantee = { guaranteeClass: 'K' };
    beforeEach(() => void (rig.erp.isKeyed = true));

    it('is sent again under the same reference after a backoff, long before the settle window is over: one document', async () => {
      const engine = engineUnder(KEYED);
      await loseAnswer(engine, 'commitAndStaySilent');

      expect(await rig.state('c1')).toBe('inDoubt');

      await after(1_000, engine);

      expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered', erp: { documents: [{ number: '1000' }] } });
      expect(rig.erp.amounts()).toEqual(['40']);
      expect(rig.erp.requests.map(({ reference }) => reference)).toEqual([rig.erp.requests[0]?.reference, rig.erp.requests[0]?.reference]);
      expect(rig.erp.readBacks).toEqual([]);
    });

    it('stays in doubt whatever a second send is refused with, for that says nothing about the first, until the read-back tells', async () => {
      const engine = engineUnder(KEYED);
      await loseAnswer(engine, 'commitAndStaySilent', { refuse: 'ORDER_CLOSED' });
      await after(1_000, engine);

      expect(await rig.state('c1')).toBe('inDoubt');

      await after(29_000, engine);

      expect(await rig.message('c1')).toMatchObject({ state: 'posted', note: 'recovered' });
      expect(rig.erp.requests).toHaveLength(2);
      expect(rig.erp.readBacks).toHaveLength(1);
    });

    it('stays in doubt when the other side is away, and is sent again under the key later', async () => {
      const engine = engineUnder(KEYED);
      await loseAnswer(engine, 'commitAndStaySilent', 'unavailable');
      await after(1_000, engine);

      expect(await rig.state('c1')).toBe('inDoubt');

      await after(2_000, engine);

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.amounts()).toEqual(['40']);
    });

    it('is read back like any other when the key is not kept for long enough', async () => {
      const engine = engineUnder({ guaranteeClass: 'K', keyRetentionMs: 89_999 });
      await loseAnswer(engine, 'commitAndStaySilent');
      await after(29_999, engine);

      expect(rig.erp.requests).toHaveLength(1);

      await after(1, engine);

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.readBacks).toHaveLength(1);
    });

    it('goes to a person when what the key answers with is reversed: it cannot be posted again under it', async () => {
      const engine = engineUnder(KEYED);
      await loseAnswer(engine, 'commitAndStaySilent', 'commitAndStaySilent');
      rig.erp.ledger[0]!.reversedBy = '2000';
      const knocking = after(1_000, engine);
      await until(() => rig.erp.requests.length === 2);
      await rig.clock.advance(5_000);
      await knocking;
      await after(2_000, engine);
      await after(30_000, engine);

      expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_REVERSED' } });
      expect(rig.erp.amounts()).toEqual(['40']);
    });

    it('is taken over in doubt when its worker dies while it is sent under the key, and still posted once', async () => {
      const engine = engineUnder(KEYED);
      await loseAnswer(engine, 'commitAndStaySilent', 'hang');
      const dying = rig.anotherEngine({ random: () => 0, immortal: false, guarantees: { of: () => KEYED } });
      await rig.clock.advance(1_000);
      void dying.runOnce();
      await until(() => rig.erp.requests.length === 2);
      await after(20_000, engine);

      expect(await rig.state('c1')).toBe('inDoubt');

      await after(9_000, engine); // the settle window of the first send is over; that of the second counts for nothing

      expect(await rig.state('c1')).toBe('posted');
      expect(rig.erp.amounts()).toEqual(['40']);
      expect([rig.erp.requests.length, rig.erp.readBacks.length]).toEqual([2, 1]);
    });
  });

  it.each(['N', 'B'] as const)('goes to a person at once under class %s, is never sent again by itself, and not by a resubmit either', async (guaranteeClass) => {
    const engine = engineUnder({ guaranteeClass });
    await loseAnswer(engine, 'staySilent');

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_UNRESOLVED' } });

    const { messageId } = await rig.message('c1');
    await rig.desk.resubmit({ siteId: SITE, messageId, actor: 'credential-2', actorRole: 'supervisor', correlationId: 'by hand' });
    await after(60_000, engine);

    expect(await rig.message('c1')).toMatchObject({ state: 'parked', error: { code: 'DOUBT_UNRESOLVED' } });
    expect(rig.erp.requests).toHaveLength(1);
    expect(rig.erp.readBacks).toEqual([]);
  });
});
