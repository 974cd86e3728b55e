import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { heldBack, type DeliveryEngine, type MessagingSettings, type PaceRule } from '../src/index.js';
import { DeliveryRig, SETTINGS, SITE, submission } from './delivery-rig.js';
import type { Deed } from './scripted-erp.js';

const PACED: Partial<MessagingSettings> = { ...SETTINGS, concurrency: 3, circuitOpensAt: 3, probeIntervalMs: 10_000, rampMs: 60_000, backoffBaseMs: 1_000, backoffCapMs: 1_000 };
const UNAVAILABLE: Deed = 'unavailable';

describe('how a system is met', () => {
  let rig: DeliveryRig;
  afterEach(() => rig.close());
  const open = async (settings: Partial<MessagingSettings> = {}): Promise<DeliveryRig> => (rig = await DeliveryRig.open({ ...PACED, ...settings }));
  const accept = async (count: number, siteId = SITE): Promise<void> => {
    for (let number = 1; number <= count; number += 1) await rig.accept(`${siteId}-${number}`, undefined, { siteId, laneKey: `${siteId}-${number}` });
  };
  const engineWith = (rule: Partial<PaceRule> = {}): DeliveryEngine => rig.anotherEngine({ pace: { of: (destination) => ({ system: destination, ...rule }) } });
  const sent = (): number => rig.erp.requests.length;
  const alerts = async (): Promise<readonly unknown[]> => (await rig.database.pool.query(`select type, data ->> 'kind' as kind from events.event_log where type like 'alert.%' order by insertion_id`)).rows;

  it('opens the circuit of a dead ERP: its other messages cost nothing, one probe is sent at a time by all workers, and the first answer closes it', async () => {
    await open();
    await accept(8);
    rig.erp.will(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE, UNAVAILABLE);
    const other = rig.anotherEngine();
    const both = async (): Promise<void> => void (await Promise.all([rig.deliver(), rig.deliver(other)]));
    await rig.deliver();
    expect(sent()).toBe(3);
    expect(await alerts()).toEqual([{ type: 'alert.raised.v1', kind: 'circuitOpen' }]);

    await rig.clock.advance(9_999);
    await both();
    expect(sent()).toBe(3);
    const waiting = await rig.message(`${SITE}-8`);
    const openedAt = rig.clock.now().getTime() - 9_999;
    expect({ state: waiting.state, held: heldBack(waiting, rig.clock.now()) }).toEqual({
      state: 'accepted', held: { reason: 'circuitOpen', system: `${SITE} erp`, since: new Date(openedAt).toISOString(), until: new Date(openedAt + 10_000).toISOString() },
    });

    await rig.clock.advance(1);
    await both();
    expect(sent()).toBe(4); // refused as well
    await rig.clock.advance(9_999);
    await both();
    expect(sent()).toBe(4);

    await rig.clock.advance(1);
    await both();
    expect(await alerts()).toEqual([{ type: 'alert.raised.v1', kind: 'circuitOpen' }, { type: 'alert.cleared.v1', kind: 'circuitOpen' }]);
    await rig.after(60_000);
    expect(rig.erp.ledger).toHaveLength(8);
  });

  it('counts answers that are lost, and no refusal of a rule: that proves that the ERP is there', async () => {
    await open({ concurrency: 1 });
    await accept(8);
    rig.erp.will(UNAVAILABLE, UNAVAILABLE, { refuse: 'ORDER_CLOSED' }, UNAVAILABLE, UNAVAILABLE, 'hang');
    await rig.deliverIntoSilence(6, 5_500);

    expect(sent()).toBe(6);
    expect(await alerts()).toHaveLength(1);
  });

  it('leaves the whole ERP alone for as long as it asks, and nobody else', async () => {
    await open({ concurrency: 1 });
    rig.erp.will({ retryAfterMs: 30_000 });
    await accept(3);
    await rig.deliver();
    expect(sent()).toBe(1);

    await accept(1, 'CHI1');
    await rig.after(29_999);
    expect(sent()).toBe(2);

    await rig.after(1_000); // the one that was refused comes a random moment later
    expect(sent()).toBe(5);
    expect(rig.erp.ledger).toHaveLength(4);
  });

  it('sends nothing in a maintenance window, and what waited goes when it ends, without a settle window', async () => {
    await open();
    await accept(2);
    let windowUntil: Date | undefined = new Date(rig.clock.now().getTime() + 7_200_000);
    const engine = rig.anotherEngine({ pace: { of: (destination) => ({ system: destination, ...(windowUntil && { windowUntil }) }) } });
    await rig.deliver(engine);
    expect(sent()).toBe(0);
    const waiting = await rig.message(`${SITE}-1`);
    expect({ state: waiting.state, held: heldBack(waiting, rig.clock.now()) }).toEqual({ state: 'accepted', held: { reason: 'maintenanceWindow', system: `${SITE} erp`, until: windowUntil.toISOString() } });

    await rig.clock.advance(7_200_000);
    windowUntil = undefined;
    await rig.deliver(engine);
    expect(rig.erp.ledger).toHaveLength(2);
  });

  it('has no more requests under way than the ERP bears, from all workers together', async () => {
    await open({ concurrency: 10 });
    await accept(10);
    rig.erp.will(...Array.from({ length: 10 }, (): Deed => 'hang'));
    const engines = [engineWith({ concurrentRequests: 3 }), engineWith({ concurrentRequests: 3 })];
    const delivering = engines.map((engine) => rig.deliver(engine));
    await Promise.race(delivering); // of both one gets all places, and the other none
    await until(() => sent() === 3);
    await rig.clock.advance(5_500);
    await Promise.all(delivering);
    await Promise.all(engines.map((engine) => engine.runOnce()));

    expect(sent()).toBe(3); // and all of them lost their answer: the circuit is open
  });

  it('gives a site with 3 messages its turn beside one with hundreds, and of each the oldest first', async () => {
    await open({ concurrency: 4 });
    const batch = (name: string, count: number): Promise<unknown> => rig.intake.acceptBatch(Array.from({ length: count }, (_, index) => submission(`${name}-${index}`, undefined, { laneKey: `${name}-${index}` })));
    await batch('old', 5);
    await rig.clock.advance(1_000);
    await batch('young', 300);
    await rig.clock.advance(1_000);
    await accept(3, 'CHI1');
    for (let round = 0; round < 2; round += 1) await rig.engine.runOnce();

    const { rows } = await rig.database.pool.query<{ sender_id: string }>(`select sender_id from messaging.message where state = 'posted' order by sender_id`);
    expect(rows.map(({ sender_id }) => sender_id)).toEqual(['CHI1-1', 'CHI1-2', 'CHI1-3', 'old-0', 'old-1', 'old-2', 'old-3', 'old-4']);
  });
});
