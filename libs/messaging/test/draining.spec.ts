import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import { SeededClock } from '@plantway/testing';
import { DeliveryEngine, type MessagingSettings } from '../src/index.js';
import { SETTINGS, SITE } from './delivery-rig.js';
import { acceptMessage } from './memory/memory-desk.js';
import { MemoryDeliveryStore } from './memory/memory-delivery-store.js';
import { MemoryTables } from './memory/memory-tables.js';
import { ScriptedErp, ScriptedFlow } from './scripted-erp.js';

const LIMIT = 5;
const WAITING = 250;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const OUTAGE_MS = 120 * MINUTE;
const DRAINING: Partial<MessagingSettings> = { ...SETTINGS, concurrency: 30, circuitOpensAt: 3, probeIntervalMs: MINUTE, rampMs: 20 * SECOND, pollIntervalMs: MINUTE, backoffBaseMs: MINUTE, backoffCapMs: 5 * MINUTE };

/** Two workers over one store in memory, so that nothing happens but at times of the clock. */
describe('a backlog of two hours', () => {
  const clock = new SeededClock();
  const begunAt = clock.now().getTime();
  const backAt = begunAt + OUTAGE_MS;
  const erp = new ScriptedErp(clock);
  const knocks: number[] = [];
  let sent: readonly number[];

  beforeEach(async () => {
    if (knocks.length > 0) return; // lived once, looked at from several sides
    const tables = new MemoryTables();
    const post = erp.post.bind(erp);
    const isAway = (): boolean => clock.now().getTime() < backAt;
    erp.post = async (...call) => {
      if (!isAway()) return post(...call);
      knocks.push(clock.now().getTime());
      throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
    };
    for (let number = 0; number < WAITING; number += 1) acceptMessage(tables, { messageId: randomUUID(), siteId: SITE, kind: 'productionConfirmation', senderId: `m-${number}`, laneKey: `m-${number}`, command: { amount: '10' } }, clock.now());
    const worker = (): DeliveryEngine => new DeliveryEngine({
      store: new MemoryDeliveryStore({ tables, clock, leaseMs: 20_000 }), clock, flows: [new ScriptedFlow(erp)], settings: DRAINING, random: () => 0.5, pace: { of: (destination) => ({ system: destination, requestsPerSecond: LIMIT }) },
    });
    const workers = [worker(), worker()];
    for (const each of workers) each.start();
    while (erp.ledger.length < WAITING) await clock.advance(SECOND);
    sent = erp.requests.map(({ at }) => at);
    const stopping = Promise.all(workers.map((each) => each.stop()));
    await clock.advance(MINUTE);
    await stopping;
  }, 60_000);

  const inSecondFrom = (times: readonly number[], start: number): number => times.filter((at) => at >= start && at < start + SECOND).length;

  it('drains at the limit of the ERP, and in no second above it', () => {
    expect(Math.max(...sent.map((at) => inSecondFrom(sent, at)))).toBe(LIMIT);
    expect((sent.at(-1)! - sent[0]!) / SECOND).toBeLessThan(WAITING / LIMIT + 20);
  });

  it('begins with a fifth of the limit and grows evenly', () => {
    const perFiveSeconds = [0, 5, 10, 15, 20, 25].map((from) => sent.filter((at) => at >= sent[0]! + from * SECOND && at < sent[0]! + (from + 5) * SECOND).length);

    expect(perFiveSeconds).toEqual([...perFiveSeconds].sort((one, other) => one - other));
    expect(perFiveSeconds[0]).toBeLessThanOrEqual(2 * LIMIT);
    expect(perFiveSeconds.at(-1)).toBe(5 * LIMIT);
  });

  it('sends one probe a minute while the ERP is away, both workers together, and begins within one of its return', () => {
    const probes = knocks.filter((at) => at > knocks[0]! + 10 * SECOND);

    expect(probes.slice(1).map((at, index) => at - probes[index]!).every((gap) => gap >= MINUTE)).toBe(true);
    expect(probes.length).toBeGreaterThan(OUTAGE_MS / MINUTE - 5);
    expect(sent[0]! - backAt).toBeLessThanOrEqual(MINUTE + SECOND);
  });
});
