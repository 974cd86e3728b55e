import { describe, expect, it } from '@jest/globals';
import { ShutdownPlan } from './shutdown-plan.js';

describe('the shutdown plan', () => {
  it('stops backwards, the next only after the one before', async () => {
    const plan = new ShutdownPlan();
    const stopped: string[] = [];
    plan.add('the database', 1_000, () => stopped.push('database'));
    plan.add('the gateway', 1_000, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      stopped.push('gateway');
    });

    await plan.run(() => undefined);

    expect(stopped).toEqual(['gateway', 'database']);
  });

  it('goes on after a step that hangs or fails, and says which', async () => {
    const plan = new ShutdownPlan();
    const stopped: string[] = [];
    const said: string[] = [];
    plan.add('the database', 1_000, () => stopped.push('database'));
    plan.add('the estate', 1_000, () => { throw new Error('gone already'); });
    plan.add('the gateway', 10, () => new Promise(() => undefined));

    await plan.run((line) => said.push(line));

    expect(stopped).toEqual(['database']);
    expect(said).toEqual(['the gateway did not stop within 0.01 s', 'the estate did not stop cleanly: gone already']);
  });

  it('stops each step once', async () => {
    const plan = new ShutdownPlan();
    const stopped: string[] = [];
    plan.add('the database', 1_000, () => stopped.push('database'));

    await Promise.all([plan.run(() => undefined), plan.run(() => undefined)]);

    expect(stopped).toEqual(['database']);
  });
});
