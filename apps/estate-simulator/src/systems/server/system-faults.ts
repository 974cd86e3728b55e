/**
 * What goes wrong with a write: taken and not answered; taken and answered 500; taken and half an answer; not taken and not answered; answered 503, 429; refused with 409.
 */
export const SYSTEM_FAULTS = ['take-and-stay-silent', 'fail-after-taking', 'half-answer', 'lose-request', 'unavailable', 'throttle', 'refuse'] as const;
export type SystemFault = (typeof SYSTEM_FAULTS)[number];

/** Faults of one system of one site: writes use them up one by one, in the order in which they were planned; an outage meets every request. */
export class SystemFaults {
  private planned: SystemFault[] = [];
  private outUntil = 0;

  plan(fault: SystemFault, times: number): void {
    for (let count = 0; count < times; count += 1) this.planned.push(fault);
  }
  next(): SystemFault | undefined {
    return this.planned.shift();
  }
  clear(): void {
    this.planned = [];
    this.outUntil = 0;
  }

  /** For so long, in technical milliseconds, nothing is served. */
  goDown(forMs: number): void {
    this.outUntil = performance.now() + forMs;
  }
  get isDown(): boolean {
    return performance.now() < this.outUntil;
  }
}
