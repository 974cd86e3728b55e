import { DefectError, type SettingDeclarations } from '@plantway/canonical';

/** Settings of intake and delivery. */
export const MESSAGING_SETTINGS = {
  sendDeadlineMs: {
    variable: 'MESSAGING_SEND_DEADLINE_MS', type: 'milliseconds', default: 20_000, minimum: 100, maximum: 600_000,
    meaning: 'How long one send, read-back or plan may take in all; afterwards a send is in doubt. Longer than everything that it calls waits for.',
  },
  sendGraceMs: {
    variable: 'MESSAGING_SEND_GRACE_MS', type: 'milliseconds', default: 1_000, minimum: 0, maximum: 60_000,
    meaning: 'How long after its deadline a call may take to obey the abort, before it is left alone.',
  },
  settleWindowMs: {
    variable: 'MESSAGING_SETTLE_WINDOW_MS', type: 'milliseconds', default: 600_000, minimum: 200, maximum: 86_400_000,
    meaning: 'How long a lost answer rests before the ERP is asked for it. Longer than the send deadline, the ERP\'s longest write and a pause of this process together.',
  },
  pauseAllowanceMs: {
    variable: 'MESSAGING_PAUSE_ALLOWANCE_MS', type: 'milliseconds', default: 60_000, minimum: 0, maximum: 3_600_000,
    meaning: 'How long this process may be paused (a frozen machine, a long collection) without endangering the settle window.',
  },
  maximumDoubtMs: {
    variable: 'MESSAGING_MAXIMUM_DOUBT_MS', type: 'milliseconds', default: 14_400_000, minimum: 1_000,
    meaning: 'How long read-backs may fail before a person has to look; and how long after its last send a write that was believed absent and sent again, or given up, is looked for a last time.',
  },
  concurrency: {
    variable: 'MESSAGING_CONCURRENCY', type: 'integer', default: 16, minimum: 1, maximum: 1_000,
    meaning: 'How many lanes one worker delivers at a time.',
  },
  backoffBaseMs: {
    variable: 'MESSAGING_BACKOFF_BASE_MS', type: 'milliseconds', default: 1_000, minimum: 10, maximum: 3_600_000,
    meaning: 'How long after its first technical failure a message is tried again; doubled with each further one.',
  },
  backoffCapMs: {
    variable: 'MESSAGING_BACKOFF_CAP_MS', type: 'milliseconds', default: 60_000, minimum: 10, maximum: 86_400_000,
    meaning: 'The longest backoff.',
  },
  retryAfterCapMs: {
    variable: 'MESSAGING_RETRY_AFTER_CAP_MS', type: 'milliseconds', default: 3_600_000, minimum: 1_000, maximum: 86_400_000,
    meaning: 'The longest time that an ERP may ask us to stay away at once.',
  },
  circuitOpensAt: {
    variable: 'MESSAGING_CIRCUIT_OPENS_AT', type: 'integer', default: 10, minimum: 1, maximum: 1_000,
    meaning: 'After how many technical failures in a row, over all messages and workers, nothing more is sent to a system but probes.',
  },
  probeIntervalMs: {
    variable: 'MESSAGING_PROBE_INTERVAL_MS', type: 'milliseconds', default: 10_000, minimum: 100, maximum: 3_600_000,
    meaning: 'How often one message is sent to a system that did not answer, to see whether it is back.',
  },
  rampMs: {
    variable: 'MESSAGING_RAMP_MS', type: 'milliseconds', default: 60_000, minimum: 0, maximum: 3_600_000,
    meaning: 'How long after an outage or a maintenance window the rate grows from a fifth of the limits to the whole; 0: at once.',
  },
  backendConcurrency: {
    variable: 'MESSAGING_BACKEND_CONCURRENCY', type: 'integer', default: 0, minimum: 0, maximum: 1_000,
    meaning: 'How many messages all workers together have under way to a system whose site says nothing; 0: as many as workers deliver at a time.',
  },
  backendRequestsPerSecond: {
    variable: 'MESSAGING_BACKEND_REQUESTS_PER_SECOND', type: 'integer', default: 0, minimum: 0, maximum: 100_000,
    meaning: 'How many writes and read-backs a second all workers together send to a system whose site says nothing; 0: no limit.',
  },
  maximumFailures: {
    variable: 'MESSAGING_MAXIMUM_FAILURES', type: 'integer', default: 0, minimum: 0,
    meaning: 'After how many technical failures in a row a message is parked; 0: never, it goes on at the longest backoff.',
  },
  recheckIntervalMs: {
    variable: 'MESSAGING_RECHECK_INTERVAL_MS', type: 'milliseconds', default: 60_000, minimum: 100, maximum: 86_400_000,
    meaning: 'How often a waiting message looks for its condition, beside being woken by it.',
  },
  safetyNetMs: {
    variable: 'MESSAGING_SAFETY_NET_MS', type: 'milliseconds', default: 3_600_000, minimum: 100, maximum: 86_400_000,
    meaning: 'How often a waiting message looks by itself when its condition is watched for it (a period, a lot, stock, a lock in the ERP), in case that nobody told.',
  },
  followUpIntervalMs: {
    variable: 'MESSAGING_FOLLOW_UP_INTERVAL_MS', type: 'milliseconds', default: 60_000, minimum: 100, maximum: 86_400_000,
    meaning: 'How often the ERP is asked whether a posted message with a failed goods movement has been put right there, and for late sends whose time has come.',
  },
  leaseMs: {
    variable: 'MESSAGING_LEASE_MS', type: 'milliseconds', default: 60_000, minimum: 500, maximum: 3_600_000,
    meaning: 'How long a worker holds a lane without a sign of life. Longer than one send with its grace.',
  },
  instanceClaimMs: {
    variable: 'MESSAGING_INSTANCE_CLAIM_MS', type: 'milliseconds', default: 30_000, minimum: 1_000, maximum: 3_600_000,
    meaning: 'How long a claim to be the only gateway of an ERP holds; renewed each third of it. Longer than an ERP that is away is to stop nothing, shorter than a second gateway may go unnoticed.',
  },
  pollIntervalMs: {
    variable: 'MESSAGING_POLL_INTERVAL_MS', type: 'milliseconds', default: 2_000, minimum: 50, maximum: 600_000,
    meaning: 'How often an idle worker looks for work when no doorbell rings.',
  },
} as const satisfies SettingDeclarations;

export type MessagingSettings = { readonly [Name in keyof typeof MESSAGING_SETTINGS]: number };

/** The declared defaults. */
export const MESSAGING_DEFAULTS: MessagingSettings = Object.freeze(
  Object.fromEntries(Object.entries(MESSAGING_SETTINGS).map(([name, declaration]) => [name, declaration.default])) as unknown as MessagingSettings,
);

/**
 * Refuses settings under which a read-back or a second lease could come while an old send is still on its way. Call it before anything is delivered.
 * @param longestWriteMs the longest one write may take in the slowest backend, `ErpCapabilities.longestWriteMs`
 * @throws DefectError `SETTLE_WINDOW_TOO_SHORT`
 */
export function requireSafeSettings(settings: MessagingSettings, longestWriteMs = 0): void {
  const { sendDeadlineMs, sendGraceMs, pauseAllowanceMs, settleWindowMs, leaseMs } = settings;
  const needed = sendDeadlineMs + pauseAllowanceMs + longestWriteMs;
  if (!(settleWindowMs > needed)) { // so that a longest write that is no number is refused as well
    throw new DefectError('SETTLE_WINDOW_TOO_SHORT', `The settle window of ${settleWindowMs} ms must be longer than ${needed} ms: send deadline ${sendDeadlineMs}, pause allowance ${pauseAllowanceMs} and the ERP's longest write ${longestWriteMs}.`, { effect: 'none', details: { settleWindowMs, neededMs: needed } });
  }
  if (leaseMs <= sendDeadlineMs + sendGraceMs) {
    throw new DefectError('SETTLE_WINDOW_TOO_SHORT', `The lease of ${leaseMs} ms must be longer than one send of ${sendDeadlineMs} ms with its grace of ${sendGraceMs} ms.`, { effect: 'none', details: { leaseMs, sendDeadlineMs, sendGraceMs } });
  }
}

/**
 * Refuses a send deadline that ends before what it calls has given up: a send that nobody waits for any more could still be on its way to the ERP.
 * @param innerMs how long what a send calls may take, in milliseconds
 * @param inner what that is, in words
 * @throws DefectError `DEADLINES_NOT_NESTED`
 */
export function requireNestedDeadlines({ sendDeadlineMs }: MessagingSettings, innerMs: number, inner: string): void {
  if (sendDeadlineMs > innerMs) return;
  throw new DefectError('DEADLINES_NOT_NESTED', `The send deadline of ${sendDeadlineMs} ms must be longer than ${innerMs} ms: ${inner}.`, { effect: 'none', details: { sendDeadlineMs, innerMs } });
}
