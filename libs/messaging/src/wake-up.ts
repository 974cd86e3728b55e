import type { Clock } from '@plantway/ports';

const RUNG = 'rung';

/** Lets a loop sleep until something happens. A ring while nobody waits is kept, so that none is missed between two looks. */
export class WakeUp {
  private rung = false;
  private waiting = new AbortController();

  constructor(private readonly clock: Clock) {}

  ring(): void {
    this.rung = true;
    this.waiting.abort(RUNG); // without a reason each abort would cost an error with its stack
  }

  /** Resolves at the next ring, at once if there was one since the last wait, or after `ms`. */
  async wait(ms: number): Promise<void> {
    this.waiting = new AbortController();
    if (!this.rung) await this.clock.sleep(ms, this.waiting.signal);
    this.rung = false;
  }
}
