import type { MessageError } from '@plantway/canonical';

/** How a foreign system is met, as all workers know it together. */
export interface SystemPace {
  readonly system: string;
  /** How often lanes were taken by what was seen of the limits; decimal text (a bigint). */
  readonly turns: string;
  /** Technical failures in a row. */
  readonly failures: number;
  /** The last of them, or why the system asked to be left alone. */
  readonly error?: MessageError | undefined;
  /** Since when its circuit is open; undefined while it is closed. */
  readonly openedAt?: Date | undefined;
  /** Of an open circuit: when the next probe may be sent. */
  readonly probeAt?: Date | undefined;
  /** The system asked to be left alone until then. */
  readonly restingUntil?: Date | undefined;
  /** When its last outage ended. */
  readonly rampFrom?: Date | undefined;
  /** When the next request may leave, where its rate is limited. */
  readonly nextSlot?: Date | undefined;
}

/** A row of `messaging.pace` as JSON. */
export interface PaceJson {
  readonly system: string;
  readonly turns: number;
  readonly failures: number;
  readonly error: MessageError | null;
  readonly opened_at: string | null;
  readonly probe_at: string | null;
  readonly resting_until: string | null;
  readonly ramp_from: string | null;
  readonly next_slot: string | null;
}

export function systemPace(row: PaceJson): SystemPace {
  return {
    system: row.system, turns: String(row.turns), failures: row.failures, error: row.error ?? undefined, openedAt: instant(row.opened_at), probeAt: instant(row.probe_at),
    restingUntil: instant(row.resting_until), rampFrom: instant(row.ramp_from), nextSlot: instant(row.next_slot),
  };
}

function instant(text: string | null): Date | undefined {
  return text === null ? undefined : new Date(text);
}
