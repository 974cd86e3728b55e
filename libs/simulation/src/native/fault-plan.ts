/** How the ERP can misbehave; README.md says what the caller sees and whether it was posted. */
export const FAULT_KINDS = [
  'commit-and-stay-silent', 'fail-after-commit', 'late-commit', 'lose-request', 'html', 'html-after-commit', 'wrong-stamp-after-commit', 'wrong-number-after-commit', 'unavailable', 'throttle', 'maintenance', 'lock',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultRequest {
  readonly kind: FaultKind;
  /** How many requests meet it; 1 when neither this nor `untilCleared` is given. */
  readonly times?: number;
  readonly untilCleared?: boolean;
  /** Technical milliseconds; for a late commit 1,000 by default. */
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
}

const MEET_READS: readonly FaultKind[] = ['unavailable', 'throttle', 'maintenance'];

/** The faults that are planned; the oldest that fits a request is used first. */
export class FaultPlan {
  private faults: readonly PlannedFault[] = [];
  private lastId = 0;

  plan(request: FaultRequest): PlannedFault {
    this.lastId += 1;
    const fault: PlannedFault = { ...request, faultId: String(this.lastId), timesLeft: request.untilCleared === true ? undefined : (request.times ?? 1) };
    this.faults = [...this.faults, fault];
    return fault;
  }

  /** The fault that this request meets, counted down; undefined when none fits. */
  take(request: { readonly isWrite: boolean; readonly orderNo: string | undefined }): PlannedFault | undefined {
    const met = this.faults.find((fault) => {
      const on = fault.on ?? (MEET_READS.includes(fault.kind) ? 'all' : 'writes');
      return (on === 'all' || (on === 'writes') === request.isWrite) && (fault.orderNo === undefined || fault.orderNo === request.orderNo);
    });
    if (met?.timesLeft === undefined) return met;
    const timesLeft = met.timesLeft - 1;
    this.faults = this.faults.flatMap((fault) => (fault !== met ? fault : timesLeft > 0 ? { ...fault, timesLeft } : []));
    return met;
  }

  list(): readonly PlannedFault[] {
    return this.faults;
  }

  /** Without an id: all of them. */
  clear(faultId?: string): void {
    this.faults = faultId === undefined ? [] : this.faults.filter((fault) => fault.faultId !== faultId);
  }
}
