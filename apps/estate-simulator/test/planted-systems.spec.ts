import { beforeEach, describe, expect, it } from '@jest/globals';
import { expectedReference, grade } from '@plantway/truth-ledger';
import type { Fact, Finding, Observation, SystemFact, SystemFamily } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { SPARE_ORDER } from './scarce-plant.js';
import { SITE } from './told-plant.js';
import { decided, ToldSystems } from './told-systems.js';

type Balances = Extract<Fact, { type: 'balances' }>;

/** Faults are planted between the gateway and the systems beside ERP and MES, in a plant that has otherwise worked without one. */
describe('a fault with planning, customers, maintenance, quality or machines is found and named', () => {
  const run = new FaultyRun();
  let told: ToldSystems;
  let balances: Partial<Balances>;
  let ended: string[];
  beforeEach(() => {
    told = new ToldSystems();
    ended = [];
    balances = { plannedOrders: [{ plannedOrderId: 'PLO-1', workOrderId: 'WO-7' }], restrictedLots: [], heldOrders: [] };
  });

  const observations = (): Observation[] => [...run.tampered('balances', (fact) => ({ ...fact, ...balances, endedOrders: [...fact.endedOrders, ...ended] })), ...told.observations()];
  const findings = (isQuiet = true): readonly Finding[] => run.findings(observations(), { isQuiet });
  function change<T extends SystemFact['type']>(family: SystemFamily, type: T, place: number, change: Partial<Extract<SystemFact, { type: T }>>): void {
    const index = told.deeds[family].map((fact, at) => ({ fact, at })).filter(({ fact }) => fact.type === type)[place].at;
    told.deeds[family][index] = { ...told.deeds[family][index], ...change } as SystemFact;
  }
  const remove = (family: SystemFamily, type: SystemFact['type'], place = 0): void => {
    const found = told.deeds[family].filter((fact) => fact.type === type)[place];
    told.deeds[family] = told.deeds[family].filter((fact) => fact !== found);
  };
  const again = (family: SystemFamily, type: SystemFact['type'], more: object): void => {
    told.deeds[family].push({ ...told.deeds[family].find((fact) => fact.type === type)!, ...more } as SystemFact);
  };

  it('but nothing when all went right', () => {
    expect(findings()).toEqual([]);
    expect(grade(observations(), { sites: [SITE] }).totals[SITE].counters).toBe(1);
  });

  it('maintenance: a request doubled, missing, for a micro-stop, for nothing', () => {
    again('cmms', 'maintenanceAsked', { reference: 'ref-other', isRepeated: true });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'duplicated', what: expect.stringContaining('Maintenance was asked 2 times for the failure of WU-10-A'), found: 'ref-mr, ref-other' })]);

    told = new ToldSystems();
    remove('cmms', 'maintenanceAsked');
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', what: expect.stringContaining('Maintenance was not asked for the failure of WU-10-A at 2026-11-23T09:00:00.000Z, 1200 s') })]);
    expect(findings(false)).toEqual([expect.objectContaining({ kind: 'incomplete' })]);

    told = new ToldSystems();
    again('cmms', 'maintenanceAsked', { reference: 'ref-micro', equipmentId: 'WU-20-A', maintenanceRequestId: 'd-2' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', what: expect.stringContaining('micro-stop of WU-20-A'), found: 'ref-micro' })]);

    told = new ToldSystems();
    again('cmms', 'maintenanceAsked', { reference: 'ref-none', failedAt: '2026-11-23T11:00:00Z' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', reference: 'ref-none', expected: 'a standstill' })]);
  });

  it('maintenance: a request with another order than the one that the machine named, unless one of them names none', () => {
    change('cmms', 'maintenanceAsked', 0, { workOrderId: 'WO-6' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'equipmentDrift', workOrderId: 'WO-7', reference: 'ref-mr', expected: 'WO-7', found: 'WO-6' })]);

    remove('machines', 'machineWentOn'); // it stands still to this day
    expect(findings()).toEqual([expect.objectContaining({ kind: 'equipmentDrift' })]);

    told = new ToldSystems();
    change('machines', 'machineStopped', 0, { workOrderId: undefined });
    expect(findings()).toEqual([]);
    change('cmms', 'maintenanceAsked', 0, { workOrderId: undefined });
    expect(findings()).toEqual([]);
  });

  it('machines: a counter of which the gateway has counted too much, too little, or not the last reading', () => {
    for (const total of ['48', '46', '7', '-65489']) {
      told.seen = [...told.seen.slice(0, 1), { ...told.seen[1], total }];
      for (const isQuiet of [true, false]) {
        expect(findings(isQuiet)).toEqual([expect.objectContaining({ kind: 'equipmentDrift', what: 'The gateway does not show what counter produced of WU-10-B counted.', expected: '47', found: total })]);
      }
    }

    told.seen = told.seen.slice(0, 1);
    expect(findings()).toEqual([expect.objectContaining({ kind: 'equipmentDrift', expected: '47', found: '40' })]);
    expect(findings(false)).toEqual([expect.objectContaining({ kind: 'incomplete' })]);

    told.seen = [];
    expect(findings()).toEqual([]); // nobody has looked
  });

  it('customers: a promise off by a day, by a finish that no schedule gives, or missing at the end', () => {
    change('crm', 'promised', 0, { promisedOn: '2026-11-26' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'promiseDrift', workOrderId: 'WO-7', reference: 'ref-promise-1', expected: '2026-11-25', found: '2026-11-26' })]);

    told = new ToldSystems();
    change('crm', 'promised', 0, { scheduledFinishAt: '2026-11-23T10:00:00Z' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'promiseDrift', expected: '2026-11-23T09:00:00.000Z', found: '2026-11-23T10:00:00Z' })]);

    told = new ToldSystems();
    remove('crm', 'promised', 1);
    expect(findings()).toEqual([expect.objectContaining({ kind: 'promiseDrift', what: expect.stringContaining('schedule 2 gives to WO-7'), expected: '2026-11-27', found: '2026-11-25' })]);
    remove('crm', 'promised');
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', expected: '2026-11-27', found: 'no promise' })]);
    expect(findings(false)).toEqual([expect.objectContaining({ kind: 'incomplete' })]);

    ended = ['WO-7']; // called off before anybody was promised anything
    expect(findings()).toEqual([]);
  });

  it('customers: a line that was never promised because its order had left the schedule by then', () => {
    told.deeds.aps.push({ type: 'scheduled', version: 3, finishes: [{ workOrderId: 'WO-8', finishAt: '2026-11-23T09:00:00.000Z' }] });
    expect(findings()).toEqual([]); // the promise of the last schedule that named it stands

    remove('crm', 'promised');
    remove('crm', 'promised');
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', workOrderId: 'WO-7', what: expect.stringContaining('schedule 2 gives to WO-7'), found: 'no promise' })]);
  });

  it('customers: a promise that was moved though its order was not, or went back', () => {
    const schedule = (version: number, finishAt: string): SystemFact => ({ type: 'scheduled', version, finishes: [{ workOrderId: 'WO-7', finishAt }] });
    told.deeds.aps.push(schedule(3, '2026-11-24T09:00:00.000Z'));
    told.deeds.crm.push(told.promise(3, '2026-11-24T09:00:00.000Z', '2026-11-27'));
    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', reference: 'ref-promise-3', what: expect.stringContaining('schedule 3, which does not move WO-7') })]);

    told = new ToldSystems();
    told.deeds.aps.push(schedule(3, '2026-11-25T09:00:00.000Z'), schedule(4, '2026-11-24T09:00:00.000Z')); // there and back, and nobody was told of it in between
    told.deeds.crm.push(told.promise(4, '2026-11-24T09:00:00.000Z', '2026-11-27'));
    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', reference: 'ref-promise-4' })]);

    told = new ToldSystems();
    told.deeds.crm.push(told.promise(1, '2026-11-23T09:00:00.000Z', '2026-11-25'));
    expect(findings()).toContainEqual(expect.objectContaining({ kind: 'outOfOrder', what: expect.stringContaining('went back from schedule 2 to 1') }));
  });

  it('customers: but not a promise of a schedule that says the same as the one before, when that one was passed over', () => {
    const [third, fourth] = [3, 4].map((version): SystemFact => ({ type: 'scheduled', version, finishes: [{ workOrderId: 'WO-7', finishAt: '2026-11-25T09:00:00.000Z' }] }));
    told.deeds.aps.push(third, fourth);
    told.deeds.crm.push(told.promise(4, '2026-11-25T09:00:00.000Z', '2026-11-30')); // Wednesday; Friday, Monday

    expect(findings()).toEqual([]);

    told.deeds.crm.pop();
    expect(findings()).toEqual([expect.objectContaining({ kind: 'promiseDrift', workOrderId: 'WO-7', expected: '2026-11-30', found: '2026-11-27' })]);
  });

  it('customers: a promise by a schedule of which nothing was heard, when nothing is under way any more', () => {
    change('crm', 'promised', 1, { scheduleVersion: 3 });

    expect(findings()).toEqual([expect.objectContaining({ kind: 'promiseDrift', expected: 'none', found: '2026-11-24T09:00:00.000Z' })]);
    expect(findings(false)).toEqual([expect.objectContaining({ kind: 'incomplete' })]);
  });

  it('planning: a planned order that the ERP has not, a replan asked twice, a schedule that the gateway refused', () => {
    balances = { ...balances, plannedOrders: [] };
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: 'PLO-1' })]);

    balances = { ...balances, plannedOrders: [{ plannedOrderId: 'PLO-1' }] };
    again('aps', 'replanAsked', { reference: 'ref-second' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'duplicated', senderId: 'LINE-1@1', found: 'ref-replan, ref-second' })]);

    told = new ToldSystems();
    told.deeds.aps.push({ type: 'saidInVain', family: 'aps', senderId: 'APS-3', code: 'SCHEDULE_SUPERSEDED', detail: 'A newer one is in force.' });
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: 'APS-3', found: 'SCHEDULE_SUPERSEDED' })]);
  });

  it('quality: a hold that was lost or never ends, a lot that stands otherwise than decided', () => {
    remove('qms', 'qualityDecided', 1);
    expect(findings().map(({ kind, what }) => [kind, what])).toEqual([
      ['incomplete', 'Hold H-1 has not ended.'], ['qualityDrift', 'Lot SA10-A of SA-10 is unrestricted in the ERP, and quality said hold.'],
    ]);

    told = new ToldSystems();
    balances = { ...balances, restrictedLots: [{ itemId: 'SA-10', lotId: 'SA10-A', status: 'qualityInspection' }] };
    expect(findings()).toEqual([expect.objectContaining({ kind: 'qualityDrift', lotId: 'SA10-A', expected: 'unrestricted', found: 'qualityInspection' })]);
  });

  describe('quality: of an order, the hold', () => {
    const workOrderId = SPARE_ORDER;
    const noon = '2026-11-22T12:00:00.000Z';
    const frame = { siteId: SITE, occurredAt: noon, holdId: 'H-2' };
    const reference = expectedReference({ siteId: SITE, sourceSystem: 'estate-qms', kind: 'qualityDecision', senderId: 'qe-3' }, 'hold');
    const held = { workOrderId, what: 'held' as const, reference };
    const resumed = { workOrderId, what: 'resumed' as const };
    beforeEach(() => {
      told.deeds.qms.push(
        decided({ ...frame, type: 'hold', qualityEventId: 'qe-3', scope: { type: 'workOrder', workOrderId }, reason: 'BURR' }), decided({ ...frame, type: 'release', qualityEventId: 'qe-4', reason: 'in order' }),
      );
      balances = { ...balances, holdChanges: [held, resumed] };
    });
    /** All operations of the order are final, with one last report of a run that ended at `finishedAt`. */
    function finished(ofRun: FaultyRun, finishedAt: string): void {
      const machineTimes = [{ activityCode: 'run' as const, startedAt: '2026-11-22T10:00:00Z', finishedAt }];
      ofRun.posted(ofRun.spareReport('0010', 100, { kind: 'final' }), ofRun.spareReport('0020', 100, { kind: 'final', machineTimes }));
    }

    it('that came and went there is as it should be', () => {
      expect(findings()).toEqual([]);
    });

    it('that never reached the ERP, although the order is open to this day', () => {
      balances = { ...balances, holdChanges: [] };

      expect(findings()).toEqual([expect.objectContaining({ kind: 'qualityDrift', workOrderId, senderId: 'qe-3', reference, what: `Hold H-2 of work order ${workOrderId} never reached the ERP, and the order was open.` })]);
      expect(findings(false)).toEqual([expect.objectContaining({ kind: 'incomplete' })]);
    });

    it('that never reached the ERP, although the order was only finished after it', () => {
      balances = { ...balances, holdChanges: [] };
      const late = new FaultyRun();
      finished(late, '2026-11-22T12:30:00Z');
      const early = new FaultyRun();
      finished(early, '2026-11-22T11:30:00Z');
      const of = (ofRun: FaultyRun) => ofRun.findings([...ofRun.tampered('balances', (fact) => ({ ...fact, ...balances })), ...told.observations()]).filter(({ kind }) => kind === 'qualityDrift');

      expect(of(late)).toEqual([expect.objectContaining({ kind: 'qualityDrift', workOrderId, found: 'none' })]);
      expect(of(early)).toEqual([]); // an order that is finished cannot be held
    });

    it('that somebody else had placed before needs no second', () => {
      balances = { ...balances, holdChanges: [{ workOrderId, what: 'held' }, resumed] };

      expect(findings()).toEqual([]);
    });

    it('that was not taken away, unless it is somebody else who holds the order', () => {
      balances = { ...balances, holdChanges: [held], heldOrders: [workOrderId] };
      expect(findings()).toEqual([expect.objectContaining({ kind: 'qualityDrift', workOrderId, expected: 'not on hold', found: 'on hold' })]);

      balances = { ...balances, holdChanges: [held, resumed, { workOrderId, what: 'held' }] };
      expect(findings()).toEqual([]);
    });
  });

  it('something done twice in the ERP under one reference', () => {
    balances = { ...balances, repeatedReferences: ['ref-change'] };

    expect(findings()).toEqual([expect.objectContaining({ kind: 'duplicated', reference: 'ref-change' })]);
  });

  it('silence of a system, at the end of its list, and of the gateway', () => {
    const all = observations();
    const without = (source: string) => run.findings(all.filter((observation) => observation.source !== source));

    expect(without('aps:BER1:status')).toEqual([expect.objectContaining({ kind: 'incomplete', what: 'The aps of BER1 was never heard of.' })]);
    const cut = all.filter(({ source, sequence }) => !(source === 'qms:BER1:facts' && sequence === 3));
    expect(run.findings(cut)).toContainEqual(expect.objectContaining({ kind: 'incomplete', expected: '3', found: '2' }));
    const waiting = all.map((observation) => (observation.fact.type === 'systemStatus' ? { ...observation, fact: { ...observation.fact, unanswered: 1 } } : observation));
    expect(run.findings(waiting).filter(({ kind }) => kind === 'incomplete')).toHaveLength(5);
  });
});
