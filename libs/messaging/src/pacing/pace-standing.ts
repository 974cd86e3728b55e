import type { MessagingSettings } from '../messaging.config.js';
import type { PaceRule } from './pace-rules.js';
import type { SystemPace } from './system-pace.js';

/** After an outage the rate begins with this share of its limit. */
const RAMP_BEGINS_AT = 0.2;

/** Why nothing is sent to a destination now. */
export type HoldReason = 'circuitOpen' | 'asksToWait' | 'maintenanceWindow';

/** How a destination may be met at one moment. */
export interface PaceStanding {
  /** Nothing is sent before `until`. */
  readonly held?: { readonly reason: HoldReason; readonly until: Date };
  /** One request may be sent, to see whether the system is back. */
  readonly isProbe: boolean;
  /** Share of the limits that counts now, above 0 to 1. */
  readonly share: number;
}

/** What the shared knowledge of a system, its limits and its maintenance windows mean at `now`. */
export function standingOf(pace: SystemPace | undefined, { windowUntil, windowEndedAt }: PaceRule, now: Date, { rampMs }: Pick<MessagingSettings, 'rampMs'>): PaceStanding {
  if (windowUntil !== undefined && windowUntil > now) return { held: { reason: 'maintenanceWindow', until: windowUntil }, isProbe: false, share: RAMP_BEGINS_AT };
  if (pace?.restingUntil !== undefined && pace.restingUntil > now) return { held: { reason: 'asksToWait', until: pace.restingUntil }, isProbe: false, share: RAMP_BEGINS_AT };
  if (pace?.openedAt !== undefined && pace.probeAt !== undefined) {
    return pace.probeAt > now ? { held: { reason: 'circuitOpen', until: pace.probeAt }, isProbe: false, share: RAMP_BEGINS_AT } : { isProbe: true, share: RAMP_BEGINS_AT };
  }
  return { isProbe: false, share: Math.min(...[pace?.rampFrom, windowEndedAt].map((from) => rampShare(from, now, rampMs))) };
}

/** Grows evenly from the beginning of the ramp to the full limit. */
function rampShare(from: Date | undefined, now: Date, rampMs: number): number {
  if (from === undefined || rampMs === 0) return 1;
  const passed = Math.max(0, now.getTime() - from.getTime()) / rampMs;
  return Math.min(1, RAMP_BEGINS_AT + (1 - RAMP_BEGINS_AT) * passed);
}
