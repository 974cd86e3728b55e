import type { MessageError, MessageKind, MessageState } from '@plantway/canonical';
import type { FencedAttempt, FencedPart } from '../../src/fenced-change.js';
import type { SystemPace } from '../../src/pacing/system-pace.js';

/** `messaging.message`, as far as delivery looks at it. */
export interface MessageRow {
  readonly messageId: string;
  readonly position: number;
  readonly laneKey: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly correlationId: string;
  readonly acceptedAt: Date;
  readonly command: unknown;
  state: MessageState;
  failures: number;
  error?: MessageError | undefined;
  note?: string | undefined;
  postedAt?: Date | undefined;
  approvedBy?: string | undefined;
  annulledBy?: string | undefined;
}

/** `messaging.lane` */
export interface LaneRow {
  readonly laneKey: string;
  destination: string;
  pending: number;
  nextAt?: Date | undefined;
  epoch: number;
  token?: string | undefined;
  leaseUntil?: Date | undefined;
  waitingFor?: string | undefined;
  stopped: boolean;
}

/** `messaging.message_attempt` */
export type AttemptRow = { -readonly [Column in keyof FencedAttempt]: FencedAttempt[Column] } & { readonly message_id: string; evidence?: unknown };

/** What PostgreSQL would refuse to store. */
export class ConstraintViolation extends Error {
  override readonly name = 'ConstraintViolation';
}

/** The tables of the schema `messaging` that delivery reads and writes, in memory. Only the statements beside this file touch them, each as a whole. */
export class MemoryTables {
  readonly messages = new Map<string, MessageRow>();
  readonly lanes = new Map<string, LaneRow>();
  /** `lane_job`: unfinished messages of a lane, in the order of their positions. */
  readonly jobs = new Map<string, MessageRow[]>();
  /** Parts of a message, by number. */
  readonly parts = new Map<string, FencedPart[]>();
  readonly attempts = new Map<string, AttemptRow>();
  /** `messaging.pace`, by system. */
  readonly paces = new Map<string, SystemPace>();
  readonly payloads = new Map<string, unknown>();
  /** Types of the events about a message, in order. */
  readonly events: { readonly type: string; readonly subject: string }[] = [];
  /** Hears of every statement that was made, in order. */
  observe: ((statement: string, args: readonly unknown[], answer: unknown) => void) | undefined;

  message(messageId: string): MessageRow {
    const row = this.messages.get(messageId);
    if (!row) throw new Error(`there is no message ${messageId}`);
    return row;
  }

  partsOf(messageId: string): readonly FencedPart[] {
    return this.parts.get(messageId) ?? [];
  }

  attemptsOf(messageId: string): readonly AttemptRow[] {
    return [...this.attempts.values()].filter((attempt) => attempt.message_id === messageId);
  }
}

/** A statement over the tables, by the name that the same one has in PostgreSQL. */
export function statement<Args extends readonly unknown[], Answer>(name: string, make: (tables: MemoryTables, ...args: Args) => Answer): (tables: MemoryTables, ...args: Args) => Answer {
  return (tables, ...args) => {
    const answer = make(tables, ...args);
    tables.observe?.(name, args, answer);
    return answer;
  };
}
