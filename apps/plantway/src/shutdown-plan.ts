import { within } from './within.js';

interface Step {
  readonly name: string;
  /** May answer a promise. */
  readonly stop: () => unknown;
  /** Longest wait for it in milliseconds; then the next one is stopped. */
  readonly withinMs: number;
}

/** What was started, in order; stopped backwards, each step once and within its time, so that the whole ends in time whatever hangs. */
export class ShutdownPlan {
  private readonly steps: Step[] = [];

  add(name: string, withinMs: number, stop: Step['stop']): void {
    this.steps.push({ name, stop, withinMs });
  }

  async run(say: (line: string) => void): Promise<void> {
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        if ((await within(step.withinMs, Promise.resolve(step.stop()))) === 'late') say(`${step.name} did not stop within ${step.withinMs / 1_000} s`);
      } catch (error) {
        say(`${step.name} did not stop cleanly: ${(error as Error).message}`);
      }
    }
  }
}
