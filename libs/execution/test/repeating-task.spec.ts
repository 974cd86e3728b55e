import { describe, expect, it } from '@jest/globals';
import { RepeatingTask } from '@plantway/execution';
import { SeededClock, until } from '@plantway/testing';

describe('a repeating task', () => {
  it('runs again when its pause is over, and not before', async () => {
    const clock = new SeededClock();
    let runs = 0;
    const task = new RepeatingTask(clock, 1_000, async () => { runs += 1; }, () => {});

    task.start();
    await until(() => clock.sleeping === 1);
    await clock.advance(999);
    expect(runs).toBe(1);
    await clock.advance(1);
    await until(() => clock.sleeping === 1);

    expect(runs).toBe(2);
    await task.stop();
  });

  it('reports a failed run and goes on', async () => {
    const clock = new SeededClock();
    const failures: unknown[] = [];
    const task = new RepeatingTask(clock, 1_000, async () => { throw new Error('the ERP is away'); }, (error) => failures.push(error));

    task.start();
    await until(() => clock.sleeping === 1);
    await clock.advance(1_000);
    await until(() => clock.sleeping === 1);

    expect(failures).toEqual([new Error('the ERP is away'), new Error('the ERP is away')]);
    await task.stop();
  });

  it('stops only when the run that is under way has ended', async () => {
    const clock = new SeededClock();
    let end = (): void => {};
    const steps: string[] = [];
    const task = new RepeatingTask(clock, 1_000, () => new Promise((resolve) => { end = () => { steps.push('run ended'); resolve(); }; }), () => {});

    task.start();
    const stopped = task.stop().then(() => steps.push('stopped'));
    end();
    await stopped;

    expect(steps).toEqual(['run ended', 'stopped']);
  });
});
