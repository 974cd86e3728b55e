import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessClock } from './business-clock.js';

describe('business time', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'clock-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('never goes backwards over a restart, whatever the speed was', async () => {
    const fast = await BusinessClock.open(folder, 100_000);
    fast.notBefore(new Date(Date.now() + 86_400_000));
    await fast.stop();
    const reached = fast.now();

    const slow = await BusinessClock.open(folder, 1);

    expect(slow.now().getTime()).toBeGreaterThan(Date.now() + 86_000_000);
    slow.notBefore(reached);
    expect(slow.now().getTime()).toBeGreaterThanOrEqual(reached.getTime());
    slow.notBefore(new Date(0));
    expect(slow.now().getTime()).toBeGreaterThanOrEqual(reached.getTime());
    await slow.stop();
  });

  it('begins at the clock on the wall when its file is unreadable', async () => {
    writeFileSync(join(folder, 'business-clock.json'), '{"busi');
    const before = Date.now();

    const clock = await BusinessClock.open(folder, 1);

    expect(clock.now().getTime()).toBeGreaterThanOrEqual(before);
    await clock.stop();
  });
});
