import type { ConfirmationFact } from '../erp-fact.js';
import type { MachineStretch, MadeAmounts } from '../mes-fact.js';
import { Exact } from '../arithmetic/exact.js';

/** Seconds of machine time by activity. */
export type MachineSeconds = Readonly<Record<'setup' | 'run' | 'teardown', Exact>>;

/** What a confirmation should have posted. */
export interface ExpectedAmounts extends MadeAmounts {
  readonly seconds: MachineSeconds;
}

export const ACTIVITIES = ['setup', 'run', 'teardown'] as const;

export function enteredSeconds(activities: ConfirmationFact['entered']['activities']): MachineSeconds {
  const sum = (wanted: string): Exact => Exact.sum(activities.filter(({ activity }) => activity === wanted).map(({ seconds }) => Exact.of(seconds)));
  return { setup: sum('setup'), run: sum('run'), teardown: sum('teardown') };
}

/** Each stretch in whole seconds, half a second up. */
export function reportedSeconds(stretches: readonly MachineStretch[] = []): MachineSeconds {
  const sum = (wanted: string): Exact => Exact.sum(stretches.filter(({ activityCode }) => activityCode === wanted).map(secondsOf));
  return { setup: sum('setup'), run: sum('run'), teardown: sum('teardown') };
}

/** Over all activities. */
export function allSeconds(seconds: MachineSeconds): Exact {
  return Exact.sum(ACTIVITIES.map((activity) => seconds[activity]));
}

function secondsOf({ startedAt, finishedAt }: MachineStretch): Exact {
  const milliseconds = Date.parse(finishedAt) - Date.parse(startedAt);
  return Exact.of(String(Math.floor((milliseconds + 500) / 1000)));
}
