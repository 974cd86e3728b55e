const REMIND_EVERY_MS = 5_000;

/** Tells a person what a start is doing; the last line of a start is `ready <baseUrl>`. */
export class Progress {
  constructor(private readonly write: (line: string) => void) {}

  readonly say = (line: string): void => this.write(line);

  /** Does one step, and says every 5 s that it still takes. */
  async during<Value>(step: string, work: () => Promise<Value>): Promise<Value> {
    const startedAt = performance.now();
    const reminder = setInterval(() => this.say(`still ${step} (${Math.round((performance.now() - startedAt) / 1_000)} s)`), REMIND_EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(reminder);
    }
  }
}
