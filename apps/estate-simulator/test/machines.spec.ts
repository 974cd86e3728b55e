import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deltaOfRunningTotal, type EquipmentEvent, type TotalReading } from '@plantway/canonical';
import { BEGIN, HallStand, HOUR } from './hall-stand.js';

type StateEvent = EquipmentEvent & { readonly type: 'state' };
type CounterEvent = EquipmentEvent & { readonly type: 'counter' };

describe('machines', () => {
  let stand: HallStand;
  beforeEach(async () => {
    stand = await HallStand.open();
  });
  afterEach(() => stand.close());

  const states = async (unit: string): Promise<readonly StateEvent[]> => (await stand.said()).filter((event): event is StateEvent => event.type === 'state' && event.equipmentId === unit);
  const readings = async (unit: string): Promise<readonly CounterEvent[]> => (await stand.said()).filter((event): event is CounterEvent => event.type === 'counter' && event.equipmentId === unit);
  const run = (unit: string, startedAt: number, minutes: number, pieces: number) => ({
    unit, workOrderId: 'WO-1', operationId: '0010', pieces, setUpMs: 15 * 60_000, startedAt, finishesAt: stand.standstills.doneAt(unit, startedAt, minutes * 60_000),
  });
  /** The first failure of a machine with nothing else in the hour before and behind it. */
  const failureOf = (unit: string) => stand.standstills.between(unit, BEGIN, BEGIN + 60 * 24 * HOUR)
    .find(({ kind, from, until }) => kind === 'failure' && stand.standstills.between(unit, from - HOUR, until + HOUR).length === 1)!;

  it('say the same however often they are looked at, each event once under its own id', async () => {
    const other = await HallStand.open();
    await stand.advance(48, 60_000);
    await other.advance(48, 12 * HOUR);

    const byId = (events: readonly EquipmentEvent[]) => [...events].sort((left, right) => (left.eventId < right.eventId ? -1 : 1));
    expect(byId(await other.said())).toEqual(byId(await stand.said()));
    const failures = (await stand.said()).filter((event) => event.type === 'state' && event.state === 'down');
    expect(failures.length).toBeGreaterThan(10);
    await other.close();
  });

  it('tell a failure with the fault code of the maker, by chance more than once, and when they go again', async () => {
    await stand.advance(240, HOUR);
    const downs = (await stand.said()).filter((event): event is StateEvent => event.type === 'state' && event.state === 'down' && event.reasonCode !== undefined);
    const tellings = new Map<string, Set<string>>();
    for (const { equipmentId, occurredAt, eventId } of downs) {
      const failure = stand.standstills.failureAt(equipmentId, Date.parse(occurredAt))!;
      tellings.set(`${equipmentId}@${failure.from}`, (tellings.get(`${equipmentId}@${failure.from}`) ?? new Set()).add(eventId));
    }

    expect(new Set([...tellings.values()].map(({ size }) => size))).toEqual(new Set([1, 2])); // the same event again, and the state said anew
    expect(downs.length).toBeGreaterThan([...tellings.values()].reduce((sum, { size }) => sum + size, 0));
    expect(downs.every(({ reasonCode }) => ['E-MECH', 'E-ELEC', 'E-FEED'].includes(reasonCode!))).toBe(true);
    const stopped = stand.hall.facts.filter(({ type }) => type === 'machineStopped');
    const wentOn = stand.hall.facts.filter(({ type }) => type === 'machineWentOn');
    expect(stopped.length - wentOn.length).toBeLessThanOrEqual(12);
    expect(new Set(stopped.map((fact) => JSON.stringify(fact))).size).toBe(stopped.length);
  });

  it('are set up, run with the order that they work on, stand still in a failure, and go on', async () => {
    const failure = failureOf('WU-10-A');
    const startedAt = failure.from - 20 * 60_000;
    await stand.hall.advance(startedAt - 1);
    stand.hall.begun(run('WU-10-A', startedAt, 60, 45));
    await stand.hall.advance(failure.until + 2 * HOUR);

    const told = (await states('WU-10-A')).filter(({ occurredAt }) => Date.parse(occurredAt) >= startedAt && Date.parse(occurredAt) < failure.until + HOUR);
    const distinct = [...new Map(told.map((event) => [event.eventId, event])).values()].filter(({ state }, place, all) => state !== all[place - 1]?.state);
    expect(distinct.map(({ state, workOrderId }) => [state, workOrderId])).toEqual([['setup', 'WO-1'], ['running', 'WO-1'], ['down', 'WO-1'], ['running', 'WO-1'], ['idle', undefined]]);
    expect(stand.hall.facts).toContainEqual({ type: 'machineStopped', equipmentId: 'WU-10-A', stoppedAt: new Date(failure.from).toISOString(), workOrderId: 'WO-1' });
    expect(distinct.map(({ occurredAt }) => Date.parse(occurredAt))).toEqual([startedAt, startedAt + 15 * 60_000, failure.from, failure.until, failure.until + 40 * 60_000]);
  });

  it('count pieces while they run, not while they stand still, and scrap at the end', async () => {
    const failure = failureOf('WU-10-A');
    const startedAt = failure.from - 30 * 60_000;
    const ran = run('WU-10-A', startedAt, 60, 45);
    await stand.hall.advance(startedAt);
    stand.hall.begun(ran);
    await stand.hall.advance(failure.until);
    const before = (await readings('WU-10-A')).at(-1)!;
    stand.hall.ended('WU-10-A', ran.finishesAt, 2);
    await stand.hall.advance(ran.finishesAt);

    expect(Number(before.reading.value)).toBeLessThanOrEqual(15); // fifteen minutes of running, a piece a minute
    expect((await readings('WU-10-A')).slice(-2).map(({ counterId, reading }) => [counterId, reading.value])).toEqual([['produced', '45'], ['scrap', '2']]);
  });

  it('begin their counters anew at a change of shift, and say so; others roll over', async () => {
    await stand.advance(24, HOUR);

    const resets = (await stand.said()).filter((event): event is CounterEvent => event.type === 'counter' && event.isReset === true);
    expect(new Set(resets.map(({ occurredAt }) => occurredAt))).toEqual(new Set(['2026-11-22T13:00:00.000Z', '2026-11-22T21:00:00.000Z', '2026-11-23T05:00:00.000Z']));
    expect(new Set(resets.map(({ equipmentId }) => equipmentId.at(-1)))).toEqual(new Set(['A', 'C']));
    expect(resets.every(({ reading }) => reading.value === '0')).toBe(true);
  });

  it.each([['WU-10-A', 'begins anew at each change of shift'], ['WU-10-B', 'rolls over within hours']])('tell of every piece: the counter of %s, which %s, adds up to what ran', async (unit) => {
    const policy = { firstReading: 'baseline', resetAboveDropPercent: '50', rollOver: { at: '65536', largestStep: '1000' } } as const;
    let [from, made, rolledOver] = [BEGIN, 0, false];
    await stand.hall.advance(from);
    for (let each = 0; each < 20; each += 1) {
      const ran = run(unit, from, 70, 47);
      stand.hall.begun(ran);
      await stand.hall.advance(ran.startedAt + 30 * 60_000);
      if (each === 7) {
        await stand.restart(); // in the middle of a run, which is then told again
        stand.hall.begun(ran);
      }
      stand.hall.ended(unit, ran.finishesAt, 0);
      await stand.hall.advance(ran.finishesAt + 60_000);
      [from, made] = [ran.finishesAt + 60_000, made + 47];
    }

    let last: TotalReading | undefined;
    let counted = 0;
    for (const { counterId, reading, occurredAt, isReset } of await readings(unit)) {
      if (counterId !== 'produced') continue;
      const turn = deltaOfRunningTotal(last, { value: reading.value, takenAt: occurredAt }, policy);
      counted += isReset === true ? 0 : Number(turn.delta);
      rolledOver ||= turn.change === 'rollOver';
      last = turn.last;
    }
    expect(counted).toBe(made);
    const heard = (await readings(unit)).map(({ counterId, reading: { value }, occurredAt: takenAt, isReset }) => ({ type: 'counterRead', equipmentId: unit, counterId, value, takenAt, ...(isReset === true ? { isReset } : {}) }));
    expect(stand.hall.facts.filter((fact) => fact.type === 'counterRead' && fact.equipmentId === unit)).toEqual(heard);
    expect(rolledOver).toBe(unit === 'WU-10-B');
  });

  it('tell before they begin anew what they counted and had not told, though they stand still', async () => {
    const changesIn = ({ from, until }: { readonly from: number; readonly until: number }) => stand.standstills.shiftChanges(from, until - 1);
    const failure = stand.standstills.between('WU-10-A', BEGIN + 4 * HOUR, BEGIN + 90 * 24 * HOUR)
      .find((stop) => stop.kind === 'failure' && changesIn(stop).length > 0 && stop.from % 600_000 > 120_000 && stand.standstills.between('WU-10-A', stop.from - HOUR, stop.from).length === 0)!;
    const [change] = changesIn(failure);
    const startedAt = failure.from - 30 * 60_000;
    await stand.hall.advance(startedAt);
    stand.hall.begun(run('WU-10-A', startedAt, 60, 45));
    await stand.hall.advance(change);

    const atChange = (await readings('WU-10-A')).filter(({ occurredAt, counterId }) => Date.parse(occurredAt) === change && counterId === 'produced');
    expect(atChange.map(({ reading, isReset }) => [reading.value, isReset])).toEqual([['15', undefined], ['0', true]]); // fifteen minutes after the set-up, a piece a minute
  });

  it('alarm once for each failure, with the fault code of the maker', async () => {
    await stand.advance(240, HOUR);
    const alarms = (await stand.said()).filter((event) => event.type === 'occurrence');

    expect(alarms.length).toBeGreaterThan(10);
    for (const { equipmentId, occurredAt, code, severity } of alarms) {
      const failure = stand.standstills.failureAt(equipmentId, Date.parse(occurredAt))!;
      expect([failure.from, failure.faultCode, severity]).toEqual([Date.parse(occurredAt), code, 'alarm']);
    }
    expect(new Set(alarms.map(({ equipmentId, occurredAt }) => `${equipmentId}@${occurredAt}`)).size).toBe(alarms.length);
  });

  it('are off while nobody is there', async () => {
    await stand.advance(24, HOUR);

    const off = (await states('WU-20-D')).filter(({ state }) => state === 'off');
    expect(off.map(({ occurredAt }) => occurredAt)).toEqual(['2026-11-22T21:00:00.000Z']);
    expect((await states('WU-20-A')).filter(({ state }) => state === 'off')).toEqual([]);
  });

  it('keep what the broker has not got over a restart, go on with their numbers, and say the last again to a new connection', async () => {
    await stand.advance(10, HOUR);
    const whole = await stand.said();
    await stand.hall.acknowledge(20);
    await stand.restart();

    expect(await stand.said()).toEqual(whole); // a new connection hears the last again
    await stand.hall.acknowledge(whole.length);
    expect(stand.hall.look()).toMatchObject({ unanswered: 0, said: whole.length });
    await stand.advance(10, HOUR, BEGIN + 10 * HOUR);
    const more = await stand.said();
    expect(more.length).toBeGreaterThan(0);
    const ids = new Set(whole.map(({ eventId }) => eventId));
    expect(more.filter(({ eventId }) => ids.has(eventId))).toEqual([]);
    const facts = [...stand.hall.facts];
    await stand.restart();
    expect(stand.hall.facts).toEqual(facts);
  });
});
