import type { MessageError } from '@plantway/canonical';
import type { SystemPace } from './system-pace.js';

/** A call of a system that failed technically. */
export interface SystemFailure {
  readonly system: string;
  /** Sites that are told when its circuit opens. */
  readonly siteIds: readonly string[];
  readonly at: Date;
  readonly error: MessageError;
  /** This failure in a row opens the circuit, from 1. */
  readonly opensAt: number;
  /** How long after that the first probe may be sent, milliseconds. */
  readonly probeAfterMs: number;
}

/** What stands behind a destination, as its site says now. */
export interface KnownDestination {
  readonly destination: string;
  readonly system: string;
  /** End of the maintenance window that is open. */
  readonly windowUntil?: Date | undefined;
}

/** What workers know together of the systems that they write to. Every call is a transaction of its own. */
export interface PaceStore {
  /** Keeps what stands behind destinations, for whoever looks at a message; turns can be taken at their systems from then on. */
  know(destinations: readonly KnownDestination[]): Promise<void>;
  noteFailure(failure: SystemFailure): Promise<SystemPace>;
  /** The system answered: no failure counts any more, and an open circuit closes. Undefined when there was nothing to change. */
  noteAnswer(system: string, siteIds: readonly string[], at: Date): Promise<SystemPace | undefined>;
  /** The system asks to be left alone; a longer time that it asked for before stays. */
  noteRest(system: string, until: Date, error: MessageError): Promise<SystemPace>;
  /** Takes the next `count` moments at which requests may be sent, each `intervalMs` after the one before; answers the first, which is not before `from`. Nobody else gets the same. */
  takeSlots(system: string, from: Date, count: number, intervalMs: number): Promise<Date>;
}
