import type { Clock } from '@plantway/ports';

/** A process of ours that may die while the gateway lives. */
export interface SupervisedProcess {
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
  /** Ends it without waiting. */
  kill(): void;
}

export interface Supervision<Process extends SupervisedProcess> {
  /** As in "the estate simulator". */
  readonly name: string;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** Starts a successor in the place of `gone`, so that who talks to it finds it again. */
  readonly restart: (gone: Process) => Promise<Process>;
  /** Called with each successor. */
  readonly onRestarted?: (process: Process) => void;
}

const LONGEST_PAUSE_MS = 30_000;
/** Who lived that long starts anew without a pause. */
const STEADY_MS = 60_000;

/**
 * Starts a process again each time it ends, until it is stopped: at once the first time, then after 1, 2, 4... and at most 30 s, so that one that
 * dies at every start does not eat the machine.
 */
export class Supervisor<Process extends SupervisedProcess> {
  private readonly stopping = new AbortController();
  private readonly watching: Promise<void>;

  constructor(private process: Process, private readonly how: Supervision<Process>) {
    this.watching = this.watch();
  }

  get current(): Process {
    return this.process;
  }

  /** Ends the supervision, then the process. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.process.stop();
    await this.watching;
  }

  private async watch(): Promise<void> {
    const { name, clock, say, restart, onRestarted } = this.how;
    let pauseMs = 0;
    for (;;) {
      const startedAt = clock.now().getTime();
      await this.process.exited;
      if (this.stopping.signal.aborted) return;
      if (clock.now().getTime() - startedAt >= STEADY_MS) pauseMs = 0;
      say(`${name} ended by itself: starting it again${pauseMs > 0 ? ` in ${pauseMs / 1_000} s` : ''}`);
      await clock.sleep(pauseMs, this.stopping.signal);
      pauseMs = Math.min(Math.max(1_000, pauseMs * 2), LONGEST_PAUSE_MS);
      if (this.stopping.signal.aborted) return;
      const successor = await restart(this.process).catch((error: Error) => error);
      if (successor instanceof Error) {
        say(`${name} did not start: ${successor.message}`);
        continue;
      }
      this.process = successor;
      if (this.stopping.signal.aborted) return successor.stop();
      onRestarted?.(successor);
      say(`${name} runs again`);
    }
  }
}
