import type { Duration } from './duration.js';
import type { RunningTotalPolicy } from './running-total.js';

/** What becomes of a report whose posting date lies in a closed period: a person is asked, or it is posted under the first open day and both dates are kept. */
export const CLOSED_PERIOD_POLICIES = ['ask', 'redate'] as const;
export type ClosedPeriodPolicy = (typeof CLOSED_PERIOD_POLICIES)[number];

/** How a site wants its confirmations posted. */
export interface ConfirmationPolicy {
  readonly closedPeriod: ClosedPeriodPolicy;
  /** How the readings of a MES that only knows running totals are read. */
  readonly runningTotals: RunningTotalPolicy;
  /** What becomes of a report that a gap in the numbers of its source system stands before. */
  readonly sourceSequence: SourceSequencePolicy;
}

/** What a source system counts with one sequence of numbers: what it reports of one operation, of one work order, or of the whole site. */
export const SOURCE_SEQUENCE_SCOPES = ['operation', 'workOrder', 'site'] as const;
export type SourceSequenceScope = (typeof SOURCE_SEQUENCE_SCOPES)[number];

/** How the MES of a site numbers what it reports, and how long a missing number is waited for. */
export interface SourceSequencePolicy {
  /** How long after its acceptance a report waits for the number before its own; "PT0S": not at all. Technical time. */
  readonly gapTimeout: Duration;
  readonly scope: SourceSequenceScope;
  /** `1`: every sequence begins there, and a first report with a higher number waits. `any`: the first number that is ever seen is the beginning. */
  readonly startsAt: 1 | 'any';
}

/** Where a sequence begins when nobody says it: a count of one operation or order begins with it, one of a whole site began long ago. */
export const sequenceStart = (scope: SourceSequenceScope): SourceSequencePolicy['startsAt'] => (scope === 'site' ? 'any' : 1);

/** For a site that says nothing: a person decides about closed periods, counting begins at zero, a drop of more than half is a new beginning, a missing number is waited for a quarter of an hour. */
export const DEFAULT_CONFIRMATION_POLICY: ConfirmationPolicy = {
  closedPeriod: 'ask',
  runningTotals: { firstReading: 'countedFromZero', resetAboveDropPercent: '50' },
  sourceSequence: { gapTimeout: 'PT15M', scope: 'operation', startsAt: 1 },
};
