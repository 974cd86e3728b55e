import type { HealthCheck, Metrics } from '@plantway/observability';
import type { AccessRow, Credentials, SiteExists, ThrottleLimits } from '@plantway/security';
import type { Logger } from 'pino';

/** What an application needs around its own modules to be served. */
export interface HttpAppOptions {
  /** From `createLogger`. */
  readonly logger: Logger;
  readonly credentials: Credentials;
  /** Whether there is such a site; asked on every request with a site in its path, so it must be quick. */
  readonly siteExists: SiteExists;
  /** Rows for every route; without it the access matrix of Plantway. */
  readonly access?: readonly AccessRow[];
  readonly limits?: ThrottleLimits;
  readonly metrics?: Metrics;
  /** Named checks behind `/health/ready`. */
  readonly health?: readonly HealthCheck[];
  /** Folder of the committed documents, served at `/openapi/{name}` with a page at `/docs`; without it neither exists. */
  readonly documents?: string;
  /** Largest body in bytes. */
  readonly bodyLimit?: number;
}

/** 8 MiB: a batch of 1,000 confirmations with room to spare. */
export const DEFAULT_BODY_LIMIT = 8 * 1_024 * 1_024;
