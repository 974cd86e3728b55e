import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClaimFile } from './claim-file.js';

const AT = new Date('2026-11-22T08:00:00Z');

describe('the claim of a plant', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'plantway-claim-'))));
  afterEach(() => rm(folder, { recursive: true }));
  const open = (): ClaimFile => new ClaimFile(join(folder, 'erp-BER1.claim.json'));

  it('is known after a restart', async () => {
    await open().claim({ next: 'a', takeOver: false }, AT);
    const restarted = open();

    expect(await restarted.claim({ next: 'b', takeOver: false }, AT)).toEqual({ granted: false, kept: { token: 'a', renewedAt: AT.toISOString() } });
    expect(await restarted.claim({ expected: 'a', next: 'b', takeOver: false }, AT)).toMatchObject({ granted: true, kept: { token: 'b' } });
  });

  it('is granted to one of two who come at once', async () => {
    const plant = open();
    const answers = await Promise.all([plant.claim({ next: 'a', takeOver: false }, AT), plant.claim({ next: 'b', takeOver: false }, AT)]);

    expect(answers.map(({ granted }) => granted)).toEqual([true, false]);
  });
});
