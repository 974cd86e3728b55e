/** One thing that must work for this process to be of use. Resolves when it does; the rejection's message is logged, not answered. */
export interface HealthCheck {
  readonly name: string;
  run(signal: AbortSignal): Promise<void>;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly checks: Readonly<Record<string, 'up' | 'down'>>;
}

/** Longest wait for one check, in milliseconds; after it the check counts as down. */
const CHECK_DEADLINE_MS = 2_000;

/** The named checks behind `/health/ready`. Callers that come while checks run share their result. */
export class HealthChecks {
  private running: Promise<HealthReport> | undefined;

  constructor(private readonly checks: readonly HealthCheck[] = [], private readonly say: (name: string, error: unknown) => void = () => undefined) {}

  report(): Promise<HealthReport> {
    this.running ??= this.runAll().finally(() => { this.running = undefined; });
    return this.running;
  }

  private async runAll(): Promise<HealthReport> {
    const results = await Promise.all(this.checks.map(async (check) => [check.name, await this.isUp(check) ? 'up' : 'down'] as const));
    return { status: results.every(([, state]) => state === 'up') ? 'up' : 'down', checks: Object.fromEntries(results) };
  }

  private async isUp(check: HealthCheck): Promise<boolean> {
    const deadline = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => { deadline.abort(); reject(new Error(`no answer within ${CHECK_DEADLINE_MS} ms`)); }, CHECK_DEADLINE_MS);
    });
    try {
      await Promise.race([check.run(deadline.signal), late]);
      return true;
    } catch (error) {
      this.say(check.name, error);
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
