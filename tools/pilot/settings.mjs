/**
 * Windows for an ERP whose writes take at most 1.5 s, as the pilot starts it. The rules between them are those of every gateway: each deadline is longer than what it
 * waits for, and the settle window is longer than deadline, longest write and pause together.
 */
export const LONGEST_WRITE_MS = 1_500;
export const SETTINGS = {
  MESSAGING_SEND_DEADLINE_MS: '5000',
  MESSAGING_PAUSE_ALLOWANCE_MS: '2000',
  MESSAGING_SETTLE_WINDOW_MS: '9000',
  MESSAGING_LEASE_MS: '8000',
  MESSAGING_BACKOFF_BASE_MS: '200',
  MESSAGING_BACKOFF_CAP_MS: '3000',
  MESSAGING_RECHECK_INTERVAL_MS: '2000',
  ERP_SIMULATED_DEADLINE_MS: '2000',
  WORK_ORDER_REFRESH_MS: '2000',
  CONSUMER_HEARTBEAT_MS: '2000',
  LOG_LEVEL: 'warn',
};

/** No demo orders, and people who err more often than usual, so that reversals and corrections are in every run. */
export const ESTATE = { ESTATE_ORDERS: 'none', ESTATE_MISTAKES_PERCENT: '12' };
