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

export interface SourceSequencePolicy {
  /** How long after its acceptance a report waits for the number before its own; "PT0S": not at all. Technical time. */
  readonly gapTimeout: Duration;
}

/** For a site that says nothing: a person decides about closed periods, counting begins at zero, a drop of more than half is a new beginning, a missing number is waited for a quarter of an hour. */
export const DEFAULT_CONFIRMATION_POLICY: ConfirmationPolicy = {
  closedPeriod: 'ask',
  runningTotals: { firstReading: 'countedFromZero', resetAboveDropPercent: '50' },
  sourceSequence: { gapTimeout: 'PT15M' },
};
