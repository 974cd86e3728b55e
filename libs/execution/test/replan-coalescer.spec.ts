import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplanCoalescer, type ReplanTriggered } from '@plantway/execution';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';

const START = Date.UTC(2026, 10, 22, 8);
const second = (count: number): string => new Date(START + count * 1_000).toISOString();

describe('the coalescing of replans', () => {
  const clock = new SeededClock('2026-11-22T07:00:00Z');
  let database: TestDatabase;
  let coalescer: ReplanCoalescer;
  let now: number;

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(() => database.drop());
  beforeEach(async () => {
    await database.pool.query('truncate execution.replan_window, execution.replan_cause');
    now = 0;
    coalescer = new ReplanCoalescer(database.pool, clock, () => new Date(START + now * 1_000));
  });

  const stop = (causeId: string, atSecond: number, change: Partial<ReplanTriggered> = {}): ReplanTriggered => ({
    siteId: 'BER1', lineId: 'LINE-1', causeId, windowSeconds: 300, correlationId: `journey-${causeId}`,
    cause: { trigger: 'equipmentDown', objectId: `DT-${causeId}`, occurredAt: second(atSecond), equipmentId: 'WU-10-A', workCenterId: 'WC-10' }, ...change,
  });
  const tell = async (causeId: string, atSecond: number, change?: Partial<ReplanTriggered>): Promise<void> => {
    now = Math.max(now, atSecond);
    await coalescer.trigger(stop(causeId, atSecond, change));
  };
  const due = async () => (await coalescer.due()).map(({ request }) => request);

  it('makes one request of everything that happens on one line within one window', async () => {
    await tell('b', 10);
    await tell('a', 70);
    now = 309;
    expect(await due()).toEqual([]);

    now = 310;

    expect(await coalescer.due()).toEqual([{
      correlationId: 'journey-b',
      request: {
        replanRequestId: `LINE-1@${second(10)}`, siteId: 'BER1', lineId: 'LINE-1', windowStartsAt: second(10), windowEndsAt: second(310), causeCount: 2,
        causes: [stop('b', 10).cause, stop('a', 70).cause],
      },
    }]);
  });

  it('keeps a cause once, however often it is told', async () => {
    for (let times = 0; times < 3; times++) await tell('a', 10);
    now = 400;
    await due();
    await tell('a', 10);
    now = 800;

    expect(await due()).toEqual([expect.objectContaining({ causeCount: 1 })]);
  });

  it('has a window of its own for each line and each site', async () => {
    await tell('a', 10);
    await tell('b', 11, { lineId: 'LINE-2' });
    await tell('a', 12, { siteId: 'CHI1' });
    now = 400;

    expect((await due()).map(({ siteId, lineId }) => `${siteId} ${lineId}`)).toEqual(['BER1 LINE-1', 'BER1 LINE-2', 'CHI1 LINE-1']);
  });

  it('opens the next window for a cause that comes after the end, also when it happened before', async () => {
    await tell('a', 10);
    now = 311;
    const [first] = await due();
    await coalescer.carriedBy(first, '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e');
    await coalescer.trigger(stop('late', 309));
    now = 610;

    expect(await due()).toEqual([expect.objectContaining({ windowStartsAt: second(309), windowEndsAt: second(609), causes: [stop('late', 309).cause] })]);
  });

  it('makes one request of what was told long after it happened', async () => {
    now = 10_000;
    for (const id of ['a', 'b', 'c']) {
      await coalescer.trigger(stop(id, 10));
      await due();
    }
    now = 10_300;

    expect(await due()).toEqual([expect.objectContaining({ windowStartsAt: second(10_000), causeCount: 3 })]);
  });

  it('waits for no machine whose clock runs ahead', async () => {
    now = 10;
    await coalescer.trigger(stop('a', 86_400));
    now = 310;

    expect(await due()).toHaveLength(1);
  });

  it('answers a closed window until a message carries it', async () => {
    await tell('a', 10);
    now = 400;
    const [request] = await due();
    expect(await due()).toEqual([request]);

    await coalescer.carriedBy(request, '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e');

    expect(await due()).toEqual([]);
  });

  it('names the first hundred causes and counts all', async () => {
    for (let each = 0; each < 101; each++) await tell(`c-${each}`, 10 + each);
    now = 400;

    const [{ causes, causeCount }] = await due();

    expect([causes.length, causes[0].objectId, causes[99].objectId, causeCount]).toEqual([100, 'DT-c-0', 'DT-c-99', 101]);
  });

  it('loses no cause to a closing that happens at the same time', async () => {
    now = 10;
    await coalescer.trigger(stop('first', 10));
    now = 310;

    await Promise.all([...Array.from({ length: 20 }, (_, each) => coalescer.trigger(stop(`c-${each}`, 310))), coalescer.due(), coalescer.due()]);
    now = 1_000;

    expect((await due()).reduce((total, { causeCount }) => total + causeCount, 0)).toBe(21);
  });

  it('shortens a name that would be too long', async () => {
    await tell('a', 10, { lineId: 'L'.repeat(64) });
    now = 400;

    expect((await due())[0].replanRequestId).toMatch(/^L{47}~[0-9a-f]{16}$/);
  });
});
