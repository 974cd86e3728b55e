import type { Instant, JobOrder, JobOrderVerb } from '@plantway/canonical';
import type { CountedAmounts } from './counted-reports.js';
import type { FinalAnswer, Outgoing } from './outgoing.js';

/** What is asked of the MES with job orders; `Store`, and not only asked, where nothing is said. */
export interface AskedOf {
  readonly verb?: JobOrderVerb;
  /** Id of a change that is only asked for. */
  readonly proposalFor?: string;
}

/** A job order as it is fetched. */
export type FetchedJobOrder = JobOrder & AskedOf;

/** One line of a MES's book. Everything that the MES knows is made of these lines, in their order. */
export type BookLine =
  /** Job orders by webhook: all of one work order in one version. */
  | { readonly line: 'pushed'; readonly at: Instant; readonly asked?: AskedOf; readonly reference: string; readonly workOrderId: string; readonly version: number; readonly jobOrders: readonly JobOrder[] }
  /** A page of job orders that was fetched, and where to go on. */
  | { readonly line: 'pulled'; readonly at: Instant; readonly jobOrders: readonly FetchedJobOrder[]; readonly cursor: string }
  /** It has something to say; sent only after this line is on disk. */
  | { readonly line: 'outgoing'; readonly at: Instant; readonly outgoing: Outgoing }
  /** The gateway's answer, in the order in which answers came. */
  | { readonly line: 'answered'; readonly at: Instant; readonly id: string; readonly answer: FinalAnswer }
  /** Where the changes feed was read to, with the states of own messages, by their message ids. */
  | { readonly line: 'followed'; readonly at: Instant; readonly cursor: string; readonly states: Readonly<Record<string, string>> }
  /** Somebody has worked on the figures of an operation: so much more, or less, than was reported. */
  | { readonly line: 'miscounted'; readonly at: Instant; readonly workOrderId: string; readonly operationId: string; readonly unit: string; readonly amounts: CountedAmounts };
