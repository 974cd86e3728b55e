import type { ErpFact } from './erp-fact.js';
import type { Explanation } from './explanation.js';
import type { MesFact } from './mes-fact.js';
import type { CounterSeenFact, SystemFact, SystemFamily, SystemsFact, SystemStatusFact } from './system-fact.js';

/** Anything that a source may tell. */
export type Fact = ErpFact | MesFact | SystemsFact | SystemStatusFact | SystemFact | CounterSeenFact | Explanation;

/**
 * One thing that a foreign system did, told at least once. `source` and `sequence` name it: the same pair told again counts once, and a number that is left out is a gap
 * that the grade names.
 */
export interface Observation {
  /** Whose list it stands in: "erp:BER1:confirmations", "mes:BER1:facts". */
  readonly source: string;
  /** Place in that list, from 1. */
  readonly sequence: number;
  readonly siteId: string;
  readonly fact: Fact;
}

/** The lists of an ERP's plant that a feed tells, each from 1 without a gap; `balances` is told now and then and may leave numbers out. */
export const ERP_STREAMS = ['plant', 'orders', 'confirmations', 'stockDocuments', 'followUps', 'costEntries', 'balances'] as const;
export type ErpStream = (typeof ERP_STREAMS)[number];

/** Name of an ERP's list. */
export function erpSource(siteId: string, stream: ErpStream): string {
  return `erp:${siteId}:${stream}`;
}

/** Name of the list of all that a MES of the site told the gateway, in the order in which the gateway answered. */
export function mesSource(siteId: string): string {
  return `mes:${siteId}:facts`;
}

/** Name of the list of looks at how far a MES is. */
export function mesStatusSource(siteId: string): string {
  return `mes:${siteId}:status`;
}

/** Name of the one fact that says which systems a site has beside ERP and MES. */
export function systemsSource(siteId: string): string {
  return `estate:${siteId}:systems`;
}

/** Name of the list of all that such a system did, "crm:BER1:facts". */
export function systemSource(siteId: string, family: SystemFamily): string {
  return `${family}:${siteId}:facts`;
}

/** Name of the list of looks at how far such a system is. */
export function systemStatusSource(siteId: string, family: SystemFamily): string {
  return `${family}:${siteId}:status`;
}

/** Name of the list of looks at what the gateway shows of the counters of a site's machines. */
export function countersSource(siteId: string): string {
  return `gateway:${siteId}:counters`;
}

/** Lists in which a missing number means nothing: looks that are taken now and then. */
export function mayHaveGaps(source: string): boolean {
  return source.endsWith(':balances') || source.endsWith(':status') || source.endsWith(':counters');
}

/** Name of the list with the one explanation of a message. */
export function peopleSource(siteId: string, kind: string, sourceSystem: string, senderId: string): string {
  return `people:${siteId}:${kind}/${sourceSystem}/${senderId}`;
}
