import { describe, expect, it } from '@jest/globals';
import { SeededClock, until } from '@plantway/testing';
import { Supervisor, type SupervisedProcess } from './supervisor.js';

/** A process of the test's own: it ends when the test says so. */
class Process implements SupervisedProcess {
  readonly exited: Promise<void>;
  readonly stopped: string[] = [];
  end!: () => void;

  constructor(readonly pid: number) {
    this.exited = new Promise((resolve) => void (this.end = resolve));
  }

  async stop(): Promise<void> {
    this.stopped.push('stop');
    this.end();
  }

  kill(): void {
    this.end();
  }
}

function supervised(restart: (started: number) => Promise<Process>) {
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  const said: string[] = [];
  const restarts: string[] = [];
  const successors: number[] = [];
  const first = new Process(1);
  const supervisor = new Supervisor(first, {
    name: 'the ERP',
    clock,
    say: (line) => said.push(line),
    restart: () => {
      restarts.push(clock.now().toISOString().slice(11, 19));
      return restart(restarts.length + 1);
    },
    onRestarted: ({ pid }) => successors.push(pid),
  });
  return { supervisor, first, clock, said, restarts, successors };
}

describe('the supervision of a process', () => {
  it('starts a process again at once when it ends by itself', async () => {
    const { supervisor, first, said, successors } = supervised(async (pid) => new Process(pid));

    first.end();

    await until(() => successors.length === 1);
    expect(supervisor.current.pid).toBe(2);
    expect(said).toEqual(['the ERP ended by itself: starting it again', 'the ERP runs again']);
    await supervisor.stop();
  });

  it('waits longer and longer, and at most 30 s, when it cannot be started', async () => {
    const { supervisor, first, clock, restarts } = supervised(() => Promise.reject(new Error('no')));

    first.end();
    for (let second = 0; second < 100; second += 1) {
      await until(() => clock.sleeping === 1);
      await clock.advance(1_000);
    }

    expect(restarts).toEqual(['08:00:00', '08:00:01', '08:00:03', '08:00:07', '08:00:15', '08:00:31', '08:01:01', '08:01:31']);
    await supervisor.stop();
  });

  it('starts at once again when the process had lived for a minute', async () => {
    const { supervisor, first, clock, restarts } = supervised(async (pid) => new Process(pid));
    first.end();
    await until(() => supervisor.current.pid === 2);

    await clock.advance(60_000);
    supervisor.current.kill();

    await until(() => supervisor.current.pid === 3);
    expect(restarts).toEqual(['08:00:00', '08:01:00']);
    await supervisor.stop();
  });

  it('starts nothing again once it was stopped', async () => {
    const { supervisor, first, restarts, said } = supervised(async (pid) => new Process(pid));

    await supervisor.stop();

    expect(first.stopped).toEqual(['stop']);
    expect(restarts).toEqual([]);
    expect(said).toEqual([]);
  });

  it('stops a successor that comes up after the stop', async () => {
    let comeUp!: (process: Process) => void;
    const successor = new Process(2);
    const { supervisor, first, restarts } = supervised(() => new Promise((resolve) => void (comeUp = resolve)));
    first.end();
    await until(() => restarts.length === 1);

    const stopped = supervisor.stop();
    comeUp(successor);
    await stopped;

    expect(successor.stopped).toEqual(['stop']);
  });
});
