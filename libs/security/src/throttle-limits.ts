import type { SettingDeclarations } from '@plantway/canonical';

/** How much one caller may send. Hits are counted over `windowMs`. */
export interface ThrottleLimits {
  readonly windowMs: number;
  /** Requests of one credential in a window; of one address on open routes. */
  readonly requests: number;
  /** Requests without a valid credential from one address in a window. */
  readonly failedLogins: number;
}

export const THROTTLE_SETTINGS = {
  windowMs: { variable: 'THROTTLE_WINDOW_MS', type: 'milliseconds', meaning: 'Window over which requests are counted.', default: 60_000, minimum: 1_000, maximum: 3_600_000 },
  requests: { variable: 'THROTTLE_REQUESTS', type: 'integer', meaning: 'Requests of one credential in a window.', default: 600_000, minimum: 1, maximum: 100_000_000 },
  failedLogins: { variable: 'THROTTLE_FAILED_LOGINS', type: 'integer', meaning: 'Requests without a valid credential from one address in a window.', default: 600, minimum: 1, maximum: 1_000_000 },
} as const satisfies SettingDeclarations;

export const DEFAULT_THROTTLE_LIMITS: ThrottleLimits = {
  windowMs: THROTTLE_SETTINGS.windowMs.default,
  requests: THROTTLE_SETTINGS.requests.default,
  failedLogins: THROTTLE_SETTINGS.failedLogins.default,
};
