/**
 * Times of a gateway for an ERP whose writes take at most 1.5 s. The rules between them are those of every gateway: each deadline is longer than what it waits for, the lease
 * is longer than one send, and the settle window is longer than send deadline, pause allowance and longest write together; the worker refuses to start otherwise.
 */
export const SETTLE_SECONDS = 9;
export const LONGEST_WRITE_MS = 1_500;
/** Of the simulated ERP's late answers: later than its caller waits, earlier than its longest write. */
export const LATE_COMMIT_MS = 1_200;
const LEASE_MS = 1_800;

export const SETTINGS = {
  ERP_SIMULATED_DEADLINE_MS: '1000',
  SYSTEM_ERP_TIMEOUT_MS: '1250',
  SYSTEM_MES_TIMEOUT_MS: '1250',
  SYSTEM_TIMEOUT_MS: '1250',
  MESSAGING_SEND_DEADLINE_MS: '1500',
  MESSAGING_SEND_GRACE_MS: '200',
  MESSAGING_LEASE_MS: `${LEASE_MS}`,
  MESSAGING_PAUSE_ALLOWANCE_MS: '5500',
  MESSAGING_SETTLE_WINDOW_MS: `${SETTLE_SECONDS * 1_000}`,
  MESSAGING_BACKOFF_BASE_MS: '100',
  MESSAGING_BACKOFF_CAP_MS: '1000',
  MESSAGING_RECHECK_INTERVAL_MS: '500',
  MESSAGING_POLL_INTERVAL_MS: '300',
  MESSAGING_CONCURRENCY: '32',
  MESSAGING_FOLLOW_UP_INTERVAL_MS: '2000',
  CONSERVATION_INTERVAL_MS: '3000',
  LOG_LEVEL: 'info',
};

/** Nobody looks whether something stands twice, with `--sabotage silence`. */
export const SILENCE = { MESSAGING_FOLLOW_UP_INTERVAL_MS: '3600000', CONSERVATION_INTERVAL_MS: '600000' };

/** A frozen process: at most three leases, and so less than the pause allowance. */
export const PAUSE_MS = [0, 3 * LEASE_MS];
/** Longer than the settle window, with `--long-pauses`. */
export const LONG_PAUSE_MS = [SETTLE_SECONDS * 1_000 + 500, 2 * SETTLE_SECONDS * 1_000];

/** What the ERP does to a write, by chance; README.md of libs/simulation says what the caller sees. 10 % post and stay silent, 5 % refuse, 3 % post and fail, 4 % post late, 2 % are never posted and never answered. */
export const ERP_FAULTS = [
  { kind: 'commit-and-stay-silent', probability: '0.10', delayMs: 5_000 },
  { kind: 'lock', probability: '0.02' },
  { kind: 'unavailable', probability: '0.02', on: 'writes' },
  { kind: 'throttle', probability: '0.01', on: 'writes', retryAfterSeconds: 1 },
  { kind: 'fail-after-commit', probability: '0.03' },
  { kind: 'late-commit', probability: '0.04', delayMs: LATE_COMMIT_MS },
  { kind: 'lose-request', probability: '0.02', delayMs: 5_000 },
];
