import { setTimeout as sleep } from 'node:timers/promises';

/** Technical milliseconds between tries when the gateway does not answer. */
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;

/** Repeats rounds until it is stopped. */
export class RepeatedRounds {
  private readonly stopping = new AbortController();
  private readonly loops: Promise<void>[] = [];

  /** `say` hears when the gateway cannot be read, once until it can be again; `onDefect` what should never happen. */
  constructor(private readonly say: (line: string) => void, private readonly onDefect: (error: unknown) => void) {}

  /** Repeats what needs nobody else: a failure is a defect. */
  repeat(everyMs: number, round: () => Promise<void>): void {
    this.loops.push(this.loop(async () => {
      await round();
      return everyMs;
    }));
  }

  /** Repeats what reads something of the gateway: it may fail. */
  repeatReading(what: string, everyMs: number, round: () => Promise<void>): void {
    this.loops.push(this.loop(async () => {
      await round();
      return everyMs;
    }, what));
  }

  /** Repeats a sending that resolves with the milliseconds to wait, undefined when all is said; tries come less and less often. */
  repeatSending(everyMs: number, send: () => Promise<number | undefined>): void {
    let wait = FIRST_RETRY_MS;
    this.loops.push(this.loop(async () => {
      const retryAfter = await send();
      wait = retryAfter === undefined ? FIRST_RETRY_MS : Math.min(LAST_RETRY_MS, wait * 2);
      return retryAfter === undefined ? everyMs : Math.max(wait, retryAfter);
    }));
  }

  /** Resolves when the rounds that were under way are over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private async loop(round: () => Promise<number>, reads?: string): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      let wait: number;
      try {
        wait = await round();
        failures = 0;
      } catch (error) {
        if (reads === undefined) return this.onDefect(error);
        failures += 1;
        if (failures === 1) this.say(`cannot read the ${reads} now: ${error instanceof Error ? error.message : String(error)}`);
        wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      }
      await sleep(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
