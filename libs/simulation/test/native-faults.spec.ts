import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '../src/index.js';
import type { SimulatedErp } from '../src/index.js';
import { AT } from './erp-engine.fixture.js';
import { FEEDBACK, NativeCaller } from './native-caller.js';

const LONGEST_WRITE_MS = 400;

describe('an ERP with faults', () => {
  let folder: string;
  let erp: SimulatedErp;
  let wire: NativeCaller;
  let defects: unknown[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'erp-'));
    defects = [];
    erp = await startSimulatedErp({ now: () => new Date(AT), folder, longestWriteMs: LONGEST_WRITE_MS, onDefect: (error) => void defects.push(error) });
    wire = new NativeCaller(erp);
  });
  afterEach(async () => {
    await erp.close();
    rmSync(folder, { recursive: true });
    expect(defects).toEqual([]);
  });
  const postings = () => erp.read((engine) => engine.confirmations().length);

  it.each([['half-body', 0], ['half-body-after-commit', 1]] as const)('with %s breaks the answer off in the middle and has posted %i', async (kind, posted) => {
    erp.faults.plan({ kind });

    await expect(wire.post('feedbacks', FEEDBACK)).rejects.toThrow('terminated');

    expect(await postings()).toBe(posted);
  });

  it('breaks off in the middle of a read as well', async () => {
    erp.faults.plan({ kind: 'half-body', on: 'reads' });

    await expect(wire.get('articles')).rejects.toThrow('terminated');

    expect((await wire.get('articles')).status).toBe(200);
  });

  it('drips an answer byte by byte, complete for who has the patience', async () => {
    erp.faults.plan({ kind: 'slow-drip', delayMs: 1 });
    erp.faults.plan({ kind: 'slow-drip', delayMs: 1_000 });

    const patient = await wire.post('feedbacks', FEEDBACK);
    const hasty = wire.post('feedbacks', { ...FEEDBACK, extRef: 'ref-2', goodQty: '1' }, AbortSignal.timeout(100));

    await expect(hasty).rejects.toThrow('timeout');
    expect([patient.status, patient.body.extRef]).toEqual([201, 'ref-1']);
    expect(await postings()).toBe(2);
  });

  it('says how long a write may take, and gives up one that would take longer', async () => {
    erp.faults.plan({ kind: 'late-commit', delayMs: LONGEST_WRITE_MS + 200 });
    const impatient = wire.post('feedbacks', FEEDBACK, AbortSignal.timeout(50));

    await expect(impatient).rejects.toThrow('timeout');
    erp.faults.plan({ kind: 'late-commit', delayMs: LONGEST_WRITE_MS + 200 });
    const patient = await wire.post('feedbacks', FEEDBACK); // answered after the first one's time is over as well

    expect((await wire.call('GET', '/rest/ping')).body.longestWrite).toBe(String(LONGEST_WRITE_MS));
    expect([patient.status, patient.body.error.code]).toEqual([503, 'SYS-503']);
    expect(await postings()).toBe(0);
  });

  it('strikes as often as its probability says, the same way for the same seed', async () => {
    const strikes = async (seed: number, probability: string): Promise<string> => {
      const other = await startSimulatedErp({ now: () => new Date(AT), seed });
      other.faults.plan({ kind: 'unavailable', probability, untilCleared: true });
      const met = Array.from({ length: 1_000 }, () => (other.faults.take({ isWrite: true, orderNo: undefined }) === undefined ? '.' : 'x'));
      await other.close();
      return met.join('');
    };
    const count = (text: string): number => text.split('x').length - 1;

    const five = await strikes(1, '0.05');

    expect(count(five)).toBeGreaterThanOrEqual(30);
    expect(count(five)).toBeLessThanOrEqual(70);
    expect(await strikes(1, '0.05')).toBe(five);
    expect(await strikes(2, '0.05')).not.toBe(five);
    expect(count(await strikes(1, '1'))).toBe(1_000);
  });

  it('counts only the requests that a chance fault really met', () => {
    erp.faults.plan({ kind: 'unavailable', probability: '0.5', times: 2 });

    const met = Array.from({ length: 100 }, () => erp.faults.take({ isWrite: true, orderNo: undefined })).filter((fault) => fault !== undefined);

    expect(met).toHaveLength(2);
  });

  it.each(['maintenance', 'unavailable', 'throttle'] as const)('with %s is at its door before anything else that was planned: nothing is posted', async (kind) => {
    erp.faults.plan({ kind: 'fail-after-commit', untilCleared: true });
    const { faultId } = erp.faults.plan({ kind, untilCleared: true });

    expect([429, 503]).toContain((await wire.post('feedbacks', FEEDBACK)).status);
    expect(await postings()).toBe(0);

    erp.faults.clear(faultId);
    expect((await wire.post('feedbacks', FEEDBACK)).status).toBe(500);
    expect(await postings()).toBe(1);
  });

  it('tells how many requests each fault has met', async () => {
    const { faultId } = erp.faults.plan({ kind: 'unavailable', untilCleared: true, on: 'reads' });
    await wire.get('periods');
    await wire.get('periods');

    expect((await wire.control('GET', 'faults')).body.faults).toMatchObject([{ faultId, struck: 2 }]);
  });

  it.each(['0', '1.5', '5 %', '-0.1', 0.5])('refuses the probability %j', async (probability) => {
    expect((await wire.control('POST', 'faults', { kind: 'unavailable', probability })).body.error).toMatchObject({ code: 'SYS-400', info: { field: 'probability' } });
  });

  it('restarts: cuts everything, is away, and knows afterwards what it had answered', async () => {
    await wire.post('feedbacks', FEEDBACK);
    erp.faults.plan({ kind: 'commit-and-stay-silent', orderNo: 'WO-1003' });
    erp.faults.plan({ kind: 'late-commit', orderNo: 'WO-1004', delayMs: LONGEST_WRITE_MS - 1 });
    const silent = wire.post('feedbacks', { ...FEEDBACK, extRef: 'silent', orderNo: 'WO-1003', goodQty: '1' });
    const late = wire.post('feedbacks', { ...FEEDBACK, extRef: 'late', orderNo: 'WO-1004', goodQty: '1' });
    const cut = Promise.allSettled([silent, late]);
    while ((await postings()) < 2 || erp.faults.list().length > 0) await wire.get('periods');
    erp.faults.plan({ kind: 'restart', delayMs: 50 });

    await expect(wire.post('feedbacks', { ...FEEDBACK, extRef: 'met', goodQty: '1' })).rejects.toThrow('fetch failed');
    await expect(wire.get('periods')).rejects.toThrow('fetch failed');

    const known = await erp.read((engine) => engine.confirmations().map(({ reference }) => reference)); // waits until it is back
    expect(known).toEqual(['ref-1', 'silent']);
    expect((await cut).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await wire.post('feedbacks', { ...FEEDBACK, extRef: 'after', goodQty: '1' })).body.fbNo).toBe('4000000003');
  });

  it('keeps through a restart everything that it answered, and nothing fails in the middle of it', async () => {
    const burst = async (name: string): Promise<readonly (string | undefined)[]> =>
      Promise.all(Array.from({ length: 60 }, async (_unused, count) => {
        const extRef = `${name}-${count}`;
        const answer = await wire.post('feedbacks', { ...FEEDBACK, extRef, orderNo: count === 30 ? 'WO-1003' : 'WO-1001', goodQty: '0', scraps: [] }).catch(() => undefined);
        return answer?.status === 201 ? extRef : undefined;
      }));

    const before = await burst('before');
    erp.faults.plan({ kind: 'restart', delayMs: 20, orderNo: 'WO-1003' });
    const during = await burst('during');
    while ((await wire.get('periods').catch(() => undefined)) === undefined); // until it is back
    const after = await burst('after');

    const known = await erp.read((engine) => engine.confirmations().map(({ reference }) => reference));
    expect([before, after].map((answers) => answers.includes(undefined))).toEqual([false, false]);
    expect(during).toContain(undefined);
    expect([...before, ...during, ...after].filter((reference) => reference !== undefined && !known.includes(reference))).toEqual([]);
  });
});
