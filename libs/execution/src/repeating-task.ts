import type { Clock } from '@plantway/ports';

/** What a repeating task does with a failure: it is reported, and the task goes on. */
export type ReportFailure = (error: unknown) => void;

/** Runs one piece of work again and again, `everyMs` after it ended; a failed run is reported and does not end the series. */
export class RepeatingTask {
  private readonly ending = new AbortController();
  private series: Promise<void> | undefined;

  constructor(private readonly clock: Clock, private readonly everyMs: number, private readonly work: (signal: AbortSignal) => Promise<void>, private readonly report: ReportFailure) {}

  start(): void {
    this.series ??= this.repeat();
  }

  /** Ends the series; resolves when the run that is under way has ended. */
  async stop(): Promise<void> {
    this.ending.abort();
    await this.series;
  }

  private async repeat(): Promise<void> {
    const { signal } = this.ending;
    while (!signal.aborted) {
      await this.work(signal).catch((error: unknown) => { if (!signal.aborted) this.report(error); });
      await this.clock.sleep(this.everyMs, signal);
    }
  }
}
