import type { Clock, OtherSide } from '@plantway/ports';

/** What is particular about one system API at its edge. */
export interface SystemEdge {
  /** Whom it writes to, in the words and codes that a caller reads. */
  readonly side: OtherSide;
  /** The clock by which deadlines of callers are given: the database's. */
  readonly clock: Pick<Clock, 'now'>;
  /** Backend that a site names; undefined for a site that has none. */
  backendOf(siteId: string): string | undefined;
}

/** The one provider of a system API's module that its interceptor and its pipe need. */
export const SYSTEM_EDGE = Symbol('system API edge');
