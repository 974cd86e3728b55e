import type { Observation } from '../observation.js';
import { mayHaveGaps } from '../observation.js';
import { gradeBalances } from './grade-balances.js';
import { gradeCompleteness } from './grade-completeness.js';
import { gradeConsumptions } from './grade-consumptions.js';
import { gradeCounters, knownCounters } from './grade-counters.js';
import { gradeCost } from './grade-cost.js';
import { gradeDocuments } from './grade-documents.js';
import { gradeMaintenance } from './grade-maintenance.js';
import { gradeOrder } from './grade-order.js';
import { gradePlanning } from './grade-planning.js';
import { gradePromises } from './grade-promises.js';
import { gradeQuality } from './grade-quality.js';
import { gradeQuantities } from './grade-quantities.js';
import { gradeRunningTotals } from './grade-running-totals.js';
import { gradeStock } from './grade-stock.js';
import { gradeSystems } from './grade-systems.js';
import type { Finding, Grade, SiteTotals } from './grade.types.js';
import { grouped } from './grouped.js';
import { matchConsumptions } from './match-consumptions.js';
import { matchDocuments } from './match-documents.js';
import { replayOrders } from './replay-orders.js';
import { siteRecords } from './site-record.js';
import type { SiteRecord } from './site-record.js';

export interface GradeOptions {
  /** Sites that must have been heard of. Others that were heard of are judged all the same. */
  readonly sites: readonly string[];
  /** False while the gateway still works: what is missing is `incomplete` then, not `lost`. True by default. */
  readonly isQuiet?: boolean;
  /** Observations that were told twice and differently. */
  readonly contradictions?: readonly string[];
}

/** Judges a run: whatever the order of `observations`, and however often each is among them. Pure. Without a site to judge nothing is clean. */
export function grade(observations: Iterable<Observation>, { sites, isQuiet = true, contradictions = [] }: GradeOptions): Grade {
  const told = [...observations];
  const records = [...siteRecords(told, sites).values()];
  const findings = [...(sites.length === 0 ? [NOBODY_EXPECTED] : []), ...gapsIn(told), ...contradictions.map(contradiction), ...records.flatMap((record) => gradeSite(record, isQuiet))];
  const count = (of: (totals: SiteTotals) => number): number => Object.values(totals).reduce((sum, each) => sum + of(each), 0);
  const totals = Object.fromEntries(records.map((record) => [record.siteId, totalsOf(record, findings)]));
  return {
    clean: findings.length === 0, reports: count(({ reports }) => reports), reversals: count(({ reversals }) => reversals),
    documents: count(({ confirmations, reversingConfirmations }) => confirmations + reversingConfirmations), findings, totals,
  };
}

const NOBODY_EXPECTED: Finding = { kind: 'incomplete', siteId: '', what: 'Nobody said which sites are to be judged.', expected: 'at least one site', found: 'none' };

function gradeSite(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const { plant } = record;
  const matching = matchDocuments(record);
  const documents = [...gradeCompleteness(record), ...gradeDocuments(record, matching, isQuiet), ...gradeOrder(record, matching)];
  const systems = [...gradeSystems(record), ...gradeMaintenance(record, isQuiet), ...gradeCounters(record, isQuiet), ...gradePlanning(record, isQuiet), ...gradePromises(record, isQuiet), ...gradeQuality(record, isQuiet)];
  if (plant === undefined) return [...documents, ...systems];
  const consumptions = matchConsumptions(record);
  const replay = replayOrders(record, matching, consumptions);
  return [
    ...documents, ...systems, ...replay.findings, ...gradeQuantities(record, matching, replay), ...gradeRunningTotals(record, matching, isQuiet),
    ...gradeConsumptions(record.siteId, consumptions, replay, isQuiet), ...gradeStock(record, matching, replay, consumptions), ...gradeBalances(record), ...gradeCost(record, matching, replay),
  ];
}

/** Numbers that a source left out: nobody knows what was in them. */
function gapsIn(observations: readonly Observation[]): readonly Finding[] {
  return [...grouped(observations, ({ source }) => source)].flatMap(([source, told]): readonly Finding[] => {
    if (mayHaveGaps(source)) return [];
    const sequences = new Set(told.map(({ sequence }) => sequence));
    const highest = [...sequences].reduce((most, sequence) => Math.max(most, sequence), 0);
    if (sequences.size === highest) return [];
    const missing = Array.from({ length: highest }, (_unused, place) => place + 1).filter((place) => !sequences.has(place));
    const [{ siteId }] = told;
    const named = missing.length > 5 ? `${missing.slice(0, 5).join(', ')} and ${missing.length - 5} more` : missing.join(', ');
    return [{ kind: 'incomplete', siteId, what: `${source} left out number ${named}.`, expected: `1 to ${highest}`, found: `${sequences.size} observations` }];
  });
}

/** Source and sequence of an observation that contradicted an earlier one, "erp:BER1:orders#12". */
function contradiction(name: string): Finding {
  const [, siteId = ''] = name.split(':');
  return { kind: 'unexplained', siteId, what: `${name} was told twice, and differently the second time.`, expected: 'one story', found: 'two' };
}

function totalsOf(record: SiteRecord, findings: readonly Finding[]): SiteTotals {
  const reversing = record.confirmations.filter(({ reverses }) => reverses !== undefined).length;
  return {
    reports: record.reports.filter(({ refusal }) => refusal === undefined).length, refused: [...record.reports, ...record.consumptions].filter(({ refusal }) => refusal !== undefined).length + record.refusedReversals.length,
    consumptions: record.consumptions.filter(({ refusal }) => refusal === undefined).length, reversals: record.reversals.length, explained: record.explanations.length, confirmations: record.confirmations.length - reversing,
    reversingConfirmations: reversing, stockDocuments: record.stockDocuments.length, costEntries: record.costEntries.length, counters: knownCounters(record).length,
    findings: findings.filter(({ siteId }) => siteId === record.siteId).length,
  };
}
