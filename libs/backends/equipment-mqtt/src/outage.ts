/** A connection that is good for so long, in milliseconds, has put an end to the outage before it: one that comes and goes all the time is one outage. */
const STEADY_AFTER_MS = 10_000;

/** Whether a connection is away, told once from its first fault until it is steady again. */
export class Outage {
  private isTold = false;
  private steady: NodeJS.Timeout | undefined;

  constructor(private tell: (problem: string) => void) {}

  begin(problem: string): void {
    clearTimeout(this.steady);
    if (this.isTold) return;
    this.isTold = true;
    this.tell(problem);
  }

  /** It works; over is it once that lasts. */
  end(): void {
    clearTimeout(this.steady);
    this.steady = setTimeout(() => { this.isTold = false; }, STEADY_AFTER_MS).unref();
  }

  /** Whatever comes now is nobody's trouble. */
  close(): void {
    clearTimeout(this.steady);
    this.tell = () => undefined;
  }
}
