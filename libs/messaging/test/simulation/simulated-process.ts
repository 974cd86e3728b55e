import type { Clock } from '@plantway/ports';
import type { Owner, Scheduler } from './scheduler.js';

/** What may befall a process at each of its events, decided by the seed. */
export interface Fates {
  /** `kill`: it is gone with all its memory; a number: it stands still for so many milliseconds. */
  of(process: SimulatedProcess): 'kill' | 'live' | number;
}

/** A message to somewhere outside of the process, and what comes back. */
export interface RemoteCall<Answer> {
  /** What happens there, at the moment of arrival. It answers by the functions it is given, never or once. */
  readonly arrive: (answer: (value: Answer) => void, fail: (error: unknown) => void) => void;
  /** Whether it may still leave; asked at that moment. */
  readonly mayLeave?: () => boolean;
}

/**
 * A worker process. All that it learns, it learns by events of the scheduler: answers, and the end of its sleeps. Before each of them it may be killed (SIGKILL: nothing of it happens any more) or
 * paused (SIGSTOP: everything waits, and it goes on with what it knew). What has left it happens all the same.
 */
export class SimulatedProcess implements Owner {
  isAlive = true;
  private pausedUntil = 0;
  readonly clock: Clock;

  constructor(private readonly scheduler: Scheduler, private readonly fates: Fates, private readonly onDeath: () => void) {
    this.clock = { now: () => new Date(scheduler.now), sleep: (ms, signal) => this.sleep(ms, signal) };
  }

  admit(): 'drop' | 'now' | number {
    if (!this.isAlive) return 'drop';
    const fate = this.fates.of(this);
    if (fate === 'kill') {
      this.isAlive = false;
      this.onDeath();
      return 'drop';
    }
    if (fate !== 'live') this.pausedUntil = Math.max(this.pausedUntil, this.scheduler.now + fate);
    return this.pausedUntil > this.scheduler.now ? this.pausedUntil : 'now';
  }

  /** Sends something out of the process: it leaves a moment later, arrives another moment later, and its answer takes its time as well. */
  call<Answer>({ arrive, mayLeave = () => true }: RemoteCall<Answer>, travelMs: () => number): Promise<Answer> {
    const { scheduler } = this;
    return new Promise((resolve, reject) => {
      const answer = (settle: () => void): void => void scheduler.in(travelMs(), settle, this);
      const leave = (): void => {
        if (mayLeave()) scheduler.in(travelMs(), () => arrive((value) => answer(() => resolve(value)), (error) => answer(() => reject(error))));
      };
      scheduler.in(scheduler.random(), leave, this);
    });
  }

  private sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waking = this.scheduler.in(ms, resolve, this);
      signal?.addEventListener('abort', () => { waking.cancel(); resolve(); }, { once: true });
    });
  }
}
