import type { BalancesFact, ConfirmationFact, CostEntryFact, ErpItem, FollowUpFact, OrderFact, PlantFact, StockDocumentFact } from '../erp-fact.js';
import type { Explanation } from '../explanation.js';
import type { ConsumedFact, MadeAmounts, MesStatusFact, RefusedFact, ReportedFact, ReversedFact } from '../mes-fact.js';
import { systemSource } from '../observation.js';
import type { Fact, Observation } from '../observation.js';
import { CONFIRMATION_PART, CONSUMPTION_PART, expectedReference } from '../reference.js';
import { SYSTEM_FAMILIES } from '../system-fact.js';
import type { CounterSeenFact, SystemFact, SystemFamily, SystemStatusFact } from '../system-fact.js';
import { grouped } from './grouped.js';

/** A report that the gateway took on, or refused. */
export interface Report extends Pick<ReportedFact, 'sourceSystem' | 'report' | 'made'> {
  /** Why the gateway will never take it. */
  readonly refusal?: Pick<RefusedFact, 'code' | 'detail'>;
  /** Lists it was told in: two lists say nothing about the order between them. */
  readonly source: string;
  /** The name that its document in the ERP must carry. */
  readonly reference: string;
}

/** A report of material that the gateway took on, or refused. */
export interface Consumption extends Pick<ConsumedFact, 'sourceSystem' | 'consumption'> {
  /** Why the gateway will never take it. */
  readonly refusal?: Pick<RefusedFact, 'code' | 'detail'>;
  /** The name that its document in the ERP must carry. */
  readonly reference: string;
}

/** All that was told of one site, each list in its own order. */
export interface SiteRecord {
  readonly siteId: string;
  readonly plant: PlantFact | undefined;
  readonly items: ReadonlyMap<string, ErpItem>;
  readonly orders: ReadonlyMap<string, OrderFact>;
  /** In the order in which they were answered. */
  readonly reports: readonly Report[];
  readonly consumptions: readonly Consumption[];
  readonly reversals: readonly ReversedFact[];
  readonly refusedReversals: readonly RefusedFact[];
  /** The newest look at the MES. */
  readonly status: MesStatusFact | undefined;
  readonly explanations: readonly Explanation[];
  readonly confirmations: readonly ConfirmationFact[];
  readonly stockDocuments: readonly StockDocumentFact[];
  readonly followUps: readonly FollowUpFact[];
  readonly costEntries: readonly CostEntryFact[];
  /** The newest look at the ERP. */
  readonly balances: BalancesFact | undefined;
  /** Systems beside ERP and MES that the site has. */
  readonly families: readonly SystemFamily[];
  /** The newest look at each of them. */
  readonly systemStatus: ReadonlyMap<SystemFamily, SystemStatusFact>;
  /** The newest look at the gateway for each counter, by equipment and counter: "{equipmentId}|{counterId}". */
  readonly countersSeen: ReadonlyMap<string, CounterSeenFact>;
  /** What each of them did, in its own order. */
  readonly deeds: ReadonlyMap<SystemFamily, readonly SystemFact[]>;
}

/** The records of all sites that were told of or are `expected`, by site. An observation that was told twice counts once. */
export function siteRecords(observations: Iterable<Observation>, expected: readonly string[] = []): ReadonlyMap<string, SiteRecord> {
  const bySource = new Map<string, Map<number, Observation>>();
  for (const observation of observations) {
    const list = bySource.get(observation.source) ?? new Map<number, Observation>();
    if (!list.has(observation.sequence)) list.set(observation.sequence, observation);
    bySource.set(observation.source, list);
  }
  const inOrder = [...bySource.values()].flatMap((list) => [...list.values()].sort((left, right) => left.sequence - right.sequence));
  const bySite = grouped(inOrder, ({ siteId }) => siteId);
  const sites = [...new Set([...expected, ...bySite.keys()])].sort();
  return new Map(sites.map((siteId) => [siteId, recordOf(siteId, bySite.get(siteId) ?? [])]));
}

function recordOf(siteId: string, told: readonly Observation[]): SiteRecord {
  const facts = told.map(({ fact }) => fact);
  const plant = facts.find((fact) => fact.type === 'plant');
  return {
    siteId, plant,
    items: new Map(plant?.items.map((item) => [item.itemId, item])),
    orders: new Map(facts.filter((fact) => fact.type === 'order').map((order) => [order.workOrderId, order])),
    reports: told.flatMap(({ source, fact }) => reportsIn(siteId, source, fact)),
    consumptions: facts.flatMap((fact) => consumptionsIn(siteId, fact)),
    reversals: facts.filter((fact) => fact.type === 'reversed'),
    refusedReversals: facts.filter((fact) => fact.type === 'refused').filter(({ kind }) => kind === 'confirmationReversal'),
    status: facts.filter((fact) => fact.type === 'mesStatus').at(-1),
    explanations: facts.filter((fact) => fact.type === 'explained'),
    confirmations: facts.filter((fact) => fact.type === 'confirmation'),
    stockDocuments: facts.filter((fact) => fact.type === 'stockDocument'),
    followUps: facts.filter((fact) => fact.type === 'followUp'),
    costEntries: facts.filter((fact) => fact.type === 'costEntry'),
    balances: facts.filter((fact) => fact.type === 'balances').at(-1),
    families: facts.filter((fact) => fact.type === 'systems').flatMap(({ families }) => families),
    systemStatus: new Map(facts.filter((fact) => fact.type === 'systemStatus').map((status) => [status.family, status])),
    countersSeen: new Map(facts.filter((fact) => fact.type === 'counterSeen').map((seen) => [`${seen.equipmentId}|${seen.counterId}`, seen])),
    deeds: new Map(SYSTEM_FAMILIES.map((family) => [family, told.filter(({ source }) => source === systemSource(siteId, family)).map(({ fact }) => fact as SystemFact)])),
  };
}

function reportsIn(siteId: string, source: string, fact: Fact): readonly Report[] {
  if ((fact.type !== 'reported' && fact.type !== 'refused') || fact.report === undefined) return [];
  const { sourceSystem, report, made } = fact;
  const reference = expectedReference({ siteId, sourceSystem, kind: 'productionConfirmation', senderId: report.confirmationId }, CONFIRMATION_PART);
  return [{
    source, sourceSystem, report, reference, ...(made === undefined ? {} : { made }), ...(fact.type === 'refused' ? { refusal: { code: fact.code, detail: fact.detail } } : {}),
  }];
}

function consumptionsIn(siteId: string, fact: Fact): readonly Consumption[] {
  if ((fact.type !== 'consumed' && fact.type !== 'refused') || fact.consumption === undefined) return [];
  const { sourceSystem, consumption } = fact;
  const reference = expectedReference({ siteId, sourceSystem, kind: 'materialConsumption', senderId: consumption.consumptionId }, CONSUMPTION_PART);
  return [{ sourceSystem, consumption, reference, ...(fact.type === 'refused' ? { refusal: { code: fact.code, detail: fact.detail } } : {}) }];
}

/** Facts of one type that a system of the site told, in its order. */
export function deedsOf<T extends SystemFact['type']>({ deeds }: SiteRecord, family: SystemFamily, type: T): readonly Extract<SystemFact, { type: T }>[] {
  return (deeds.get(family) ?? []).filter((fact): fact is Extract<SystemFact, { type: T }> => fact.type === type);
}

/** What a report says was made: with running totals, what the plant knows beside it. */
export function madeIn({ report, made }: Pick<ReportedFact, 'report' | 'made'>): MadeAmounts {
  return report.cumulative === true && made !== undefined ? made : report;
}
