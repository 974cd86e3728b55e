import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Grade, Observation, SourcePlaces } from '@plantway/truth-ledger';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/apps/truth-ledger/src/main.js');

interface Ready {
  readonly url: string;
  readonly key: string;
}

function order(sequence: number, itemId = 'FG-100'): Observation {
  return { source: 'erp:BER1:orders', sequence, siteId: 'BER1', fact: { type: 'order', workOrderId: `WO-${sequence}`, itemId, operations: [], components: [] } };
}

describe('the truth ledger as a process', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(() => void execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs')]));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'truth-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  function launch(...words: string[]): ChildProcess {
    const child = fork(PROGRAM, ['--data', folder, ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
    children.push(child);
    return child;
  }

  async function ready(child: ChildProcess): Promise<Ready> {
    const [message] = (await once(child, 'message')) as [Ready];
    return message;
  }

  async function ended(child: ChildProcess): Promise<{ readonly code: number; readonly errors: string }> {
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, errors };
  }

  async function call(ledger: Ready, method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly answer: unknown }> {
    const response = await fetch(`${ledger.url}${path}`, { method, headers: { authorization: `Bearer ${ledger.key}` }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
    return { status: response.status, answer: await response.json() };
  }

  const tell = async (ledger: Ready, ...observations: readonly Observation[]) => (await call(ledger, 'POST', '/observations', { observations })).answer;
  const heard = async (ledger: Ready) => ((await call(ledger, 'GET', '/sources')).answer as Record<string, SourcePlaces>)['erp:BER1:orders'];
  const graded = async (ledger: Ready, query = '') => (await call(ledger, 'GET', `/grade${query}`)).answer as Grade;

  it('hears what is told twice or out of order once, and names what was left out or told differently', async () => {
    const ledger = await ready(launch('--sites', 'BER1'));

    expect(await tell(ledger, order(3), order(1), order(1))).toEqual({ stored: 2, known: 1, contradicted: 0 });
    expect(await tell(ledger, order(1), order(5), order(3, 'FG-200'))).toEqual({ stored: 1, known: 1, contradicted: 1 });

    expect(await heard(ledger)).toEqual({ through: 1, highest: 5, count: 3, missing: [2, 4] });
    expect((await graded(ledger)).findings).toEqual([
      expect.objectContaining({ kind: 'incomplete', what: 'erp:BER1:orders left out number 2, 4.' }), expect.objectContaining({ kind: 'unexplained', what: expect.stringContaining('erp:BER1:orders#3') }),
      ...['master data', 'MES', 'stock'].map((missing) => expect.objectContaining({ kind: 'incomplete', siteId: 'BER1', what: expect.stringContaining(missing) })),
    ]);
  });

  it('finds nothing clean as long as a site that it was started for is silent, nor when it was started for none', async () => {
    const silent = async (...words: string[]) => (await graded(await ready(launch('--data', mkdtempSync(join(folder, 'empty-')), ...words)))).findings.map(({ siteId, kind }) => `${siteId} ${kind}`);

    expect(await silent('--sites', 'BER1,CHI1')).toEqual([...Array(3).fill('BER1 incomplete'), ...Array(3).fill('CHI1 incomplete')]);
    expect(await silent()).toEqual([' incomplete']);
  });

  it('says where it is before it has read what it knows, and lets who asks wait for that', async () => {
    const first = launch();
    const before = await ready(first);
    for (let from = 1; from <= 20_000; from += 2_000) await tell(before, ...Array.from({ length: 2_000 }, (_unused, place) => order(from + place)));
    first.kill('SIGKILL');
    await once(first, 'exit');

    const last = launch();
    const ledger = await ready(last);

    expect(await heard(ledger)).toMatchObject({ through: 20_000, missing: [] });
    appendFileSync(join(folder, 'observations.ndjson'), 'damaged\n{}\n');
    last.kill('SIGKILL');
    await once(last, 'exit');
    const broken = launch();
    const end = ended(broken);
    expect((await ready(broken)).url).toBeDefined(); // it speaks first, and then sees
    expect((await end).code).toBe(1);
  });

  it('forgets nothing that it has answered when it is killed in the middle of writing', async () => {
    const answered: number[] = [];
    let next = 0;
    for (let life = 0; life < 3; life += 1) {
      const child = launch();
      const ledger = await ready(child);
      const writers = Array.from({ length: 6 }, async () => {
        for (;;) {
          const from = (next += 20) - 19;
          await tell(ledger, ...Array.from({ length: 20 }, (_unused, place) => order(from + place)));
          answered.push(from);
        }
      });
      const before = answered.length;
      while (answered.length < before + 20) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await Promise.allSettled(writers);
    }

    const ledger = await ready(launch());
    const { missing } = await heard(ledger);
    const lost = missing.filter((sequence) => answered.some((from) => sequence >= from && sequence < from + 20));

    expect(answered.length).toBeGreaterThanOrEqual(60);
    expect(lost).toEqual([]);
    expect((await heard(ledger)).count).toBeGreaterThanOrEqual(answered.length * 20);
  });

  it('cuts a torn last line off, refuses a file that is damaged before it, and keeps its own key over a restart, for its user only', async () => {
    const first = launch();
    const { key, ...address } = await ready(first);
    await tell({ key, ...address }, order(1));
    first.kill('SIGKILL');
    await once(first, 'exit');
    const file = join(folder, 'observations.ndjson');
    appendFileSync(file, '0123456789abcdef {"observations":[{"sou');

    const second = launch();
    const ledger = await ready(second);
    await tell(ledger, order(2));
    expect(await heard(ledger)).toEqual({ through: 2, highest: 2, count: 2, missing: [] });
    expect(ledger.key).toBe(key);
    expect([join(folder, 'ledger-key.json'), file].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o600]);
    second.kill('SIGKILL');
    await once(second, 'exit');

    writeFileSync(file, readFileSync(file, 'utf8').replace('WO-1', 'WO-7'));
    const { code, errors } = await ended(launch());
    expect([code, errors]).toEqual([1, expect.stringContaining('is damaged in line 1')]);
  });

  it('takes a person’s explanation once, and what it explains is not lost', async () => {
    const ledger = await ready(launch());
    const report = { confirmationId: 'c-1', workOrderId: 'WO-1', operationId: '0010', kind: 'partial' as const, yield: { value: '1', unit: 'H87' } };
    await tell(ledger, { source: 'mes:BER1:facts', sequence: 1, siteId: 'BER1', fact: { type: 'reported', sourceSystem: 'estate-mes', report, acceptedAt: '2026-11-22T08:00:00Z' } });
    const kinds = async (query?: string) => (await graded(ledger, query)).findings.filter(({ senderId }) => senderId === 'c-1').map(({ kind }) => kind);
    expect([await kinds(), await kinds('?quiet=false')]).toEqual([['lost'], ['incomplete']]);

    const explanation = { siteId: 'BER1', sourceSystem: 'estate-mes', kind: 'productionConfirmation', senderId: 'c-1', by: 'supervisor', reason: 'Counted twice.', explainedAt: '2026-11-22T09:00:00Z' };
    expect(await call(ledger, 'POST', '/explanations', explanation)).toEqual({ status: 200, answer: { stored: 1, known: 0, contradicted: 0 } });
    expect(await call(ledger, 'POST', '/explanations', { ...explanation, reason: 'In other words.' })).toEqual({ status: 200, answer: { stored: 0, known: 1, contradicted: 0 } });

    expect(await kinds()).toEqual([]);
  });

  it('opens to its key only, and says what is wrong with a request', async () => {
    const ledger = await ready(launch('--key', 'secret'));

    expect(ledger.key).toBe('secret');
    expect((await call({ ...ledger, key: 'guess' }, 'GET', '/grade')).status).toBe(401);
    expect((await call({ ...ledger, key: 'guess' }, 'GET', '/health')).status).toBe(200);
    expect((await call(ledger, 'GET', '/elsewhere')).status).toBe(404);
    expect(await call(ledger, 'POST', '/observations', '{')).toEqual({ status: 400, answer: { error: expect.any(String) } });
    expect(await call(ledger, 'POST', '/observations', { observations: [{ ...order(1), sequence: 0 }] })).toEqual({ status: 400, answer: { error: 'observations[0]: sequence must be a whole number from 1.' } });
    expect((await call(ledger, 'POST', '/observations', { observations: [{ ...order(1), fact: { type: 'rumour' } }] })).status).toBe(400);
    expect((await call(ledger, 'POST', '/explanations', { siteId: 'BER1' })).status).toBe(400);
  });

  it('does not share its folder, ends with who started it, and on SIGTERM with code 0', async () => {
    const first = launch();
    await ready(first);
    const refused = ended(launch()); // it waits some seconds for the folder
    const second = launch('--data', mkdtempSync(join(folder, 'other-')));
    await ready(second);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
    expect(await refused).toEqual({ code: 1, errors: expect.stringContaining('Another truth ledger uses') });

    first.disconnect();
    expect(await once(first, 'exit')).toEqual([0, null]);
  });

  it('explains itself when it is called wrongly', async () => {
    const child = launch('--fast');

    expect(await ended(child)).toEqual({ code: 2, errors: expect.stringContaining('There is no option --fast.') });
  });
});
