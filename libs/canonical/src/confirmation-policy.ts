import type { RunningTotalPolicy } from './running-total.js';

/** What becomes of a report whose posting date lies in a closed period: a person is asked, or it is posted under the first open day and both dates are kept. */
export const CLOSED_PERIOD_POLICIES = ['ask', 'redate'] as const;
export type ClosedPeriodPolicy = (typeof CLOSED_PERIOD_POLICIES)[number];

/** How a site wants its confirmations posted. */
export interface ConfirmationPolicy {
  readonly closedPeriod: ClosedPeriodPolicy;
  /** How the readings of a MES that only knows running totals are read. */
  readonly runningTotals: RunningTotalPolicy;
}

/** For a site that says nothing: a person decides about closed periods, counting begins at zero, a drop of more than half is a new beginning. */
export const DEFAULT_CONFIRMATION_POLICY: ConfirmationPolicy = {
  closedPeriod: 'ask',
  runningTotals: { firstReading: 'countedFromZero', resetAboveDropPercent: '50' },
};
