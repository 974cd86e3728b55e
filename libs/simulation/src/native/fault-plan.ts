import { SeededRandom } from '../demo/seeded-random.js';

/** How the ERP can misbehave; README.md says what the caller sees and whether it was posted. */
export const FAULT_KINDS = [
  'commit-and-stay-silent', 'fail-after-commit', 'late-commit', 'lose-request', 'html', 'html-after-commit', 'wrong-stamp-after-commit', 'wrong-number-after-commit',
  'half-body', 'half-body-after-commit', 'slow-drip', 'unavailable', 'throttle', 'maintenance', 'lock', 'restart',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRequest {
  readonly kind: FaultKind;
  /** How many requests meet it; 1 when neither this nor `untilCleared` is given. */
  readonly times?: number;
  readonly untilCleared?: boolean;
  /** How likely it strikes a request that fits: decimal text above 0, at most 1; "1" by default. Chance follows the seed of the ERP. */
  readonly probability?: string;
  /** Technical milliseconds; for a late commit and between two bytes of a slow drip 1,000 by default. */
  readonly delayMs?: number;
  /** Seconds for the header `Retry-After`, 1 by default. */
  readonly retryAfterSeconds?: number;
  /** Only requests about this order. */
  readonly orderNo?: string;
  /** Which requests: by default writes; `unavailable`, `throttle` and `maintenance` meet all. */
  readonly on?: 'writes' | 'reads' | 'all';
}

export interface PlannedFault extends FaultRequest {
  readonly faultId: string;
  /** Requests that are still to meet it; undefined: until it is cleared. */
  readonly timesLeft: number | undefined;
  /** Requests that have met it. */
  readonly struck: number;
}

interface Entry {
  readonly fault: PlannedFault;
  /** Of this fault alone: one fault's luck does not depend on another's. */
  readonly chance: SeededRandom;
}

/** What an ERP does at its door, reads included, before it looks at any request: one in maintenance posts nothing. */
const AT_THE_DOOR: readonly FaultKind[] = ['unavailable', 'throttle', 'maintenance'];
const PROBABILITY = /^(?:1(?:\.0+)?|0?\.\d{1,9})$/;

/** Whether the text is a probability above 0, at most 1. */
export function isProbability(text: unknown): text is string {
  return typeof text === 'string' && PROBABILITY.test(text) && Number(text) > 0;
}

/** The faults that are planned. A request meets the oldest that fits it and that chance does not spare it; one at the door comes before all others. */
export class FaultPlan {
  private entries: readonly Entry[] = [];
  private lastId = 0;

  constructor(private readonly seed = 1) {}

  plan(request: FaultRequest): PlannedFault {
    this.lastId += 1;
    const fault: PlannedFault = { ...request, faultId: String(this.lastId), timesLeft: request.untilCleared === true ? undefined : (request.times ?? 1), struck: 0 };
    this.entries = [...this.entries, { fault, chance: new SeededRandom(this.seed * 7919 + this.lastId) }];
    return fault;
  }

  /** The fault that this request meets, counted down; undefined when none fits. */
  take(request: { readonly isWrite: boolean; readonly orderNo: string | undefined }): PlannedFault | undefined {
    const isMet = ({ fault, chance }: Entry): boolean => fits(fault, request) && strikes(fault, chance);
    const isAtTheDoor = ({ fault }: Entry): boolean => AT_THE_DOOR.includes(fault.kind);
    const met = this.entries.find((entry) => isAtTheDoor(entry) && isMet(entry)) ?? this.entries.find((entry) => !isAtTheDoor(entry) && isMet(entry));
    if (met === undefined) return undefined;
    const { timesLeft, struck } = met.fault;
    const left = timesLeft === undefined ? undefined : timesLeft - 1;
    this.entries = this.entries.flatMap((entry) => (entry !== met ? entry : left === 0 ? [] : { ...entry, fault: { ...entry.fault, timesLeft: left, struck: struck + 1 } }));
    return met.fault;
  }

  list(): readonly PlannedFault[] {
    return this.entries.map(({ fault }) => fault);
  }

  /** Without an id: all of them. */
  clear(faultId?: string): void {
    this.entries = faultId === undefined ? [] : this.entries.filter(({ fault }) => fault.faultId !== faultId);
  }
}

function fits(fault: PlannedFault, { isWrite, orderNo }: { readonly isWrite: boolean; readonly orderNo: string | undefined }): boolean {
  const on = fault.on ?? (AT_THE_DOOR.includes(fault.kind) ? 'all' : 'writes');
  return (on === 'all' || (on === 'writes') === isWrite) && (fault.orderNo === undefined || fault.orderNo === orderNo);
}

function strikes({ probability }: PlannedFault, chance: SeededRandom): boolean {
  return probability === undefined || chance.next() < Number(probability);
}
