/** What a destination bears, and which system stands behind it. */
export interface PaceRule {
  /** Name of the system that shares circuit and limits: the destination itself, or what several destinations have in common. */
  readonly system: string;
  /** Sites that write to it, which are told when its circuit opens; the destination's own when absent. */
  readonly siteIds?: readonly string[];
  /** Requests at the same time, from all workers together; that of the settings when absent. */
  readonly concurrentRequests?: number;
  /** Writes and read-backs in a second, from all workers together; that of the settings when absent. */
  readonly requestsPerSecond?: number;
  /** The maintenance window that is open now: nothing is sent before its end. */
  readonly windowUntil?: Date;
  /** When the last maintenance window ended, if that is known: the rate grows from then on as after an outage. */
  readonly windowEndedAt?: Date;
}

/** What is configured of the systems that messages are written to. */
export interface PaceRules {
  /** @param at technical time */
  of(destination: string, at: Date): PaceRule;
}

/** Every destination is a system of its own, with the limits of the settings. */
export const DEFAULT_PACE_RULES: PaceRules = { of: (destination) => ({ system: destination }) };
