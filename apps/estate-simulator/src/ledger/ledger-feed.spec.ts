import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import { expectedReference } from '@plantway/truth-ledger';
import type { Grade } from '@plantway/truth-ledger';
import type { MesFact } from '../mes/mes-fact.js';
import type { LedgerAddress } from './ledger-client.js';
import { startLedger } from './start-ledger.js';
import type { RunningLedger } from './start-ledger.js';

const ROOT = join(import.meta.dirname, '../../../..');
const PROGRAM = join(ROOT, 'dist/apps/truth-ledger/src/main.js');
const TODAY = '2026-11-22';
const NOW = '2026-11-22T08:00:00.000Z';
const pieces = (value: string) => ({ value, unit: 'H87' });

describe('the feed of the truth ledger', () => {
  let folder: string;
  let erp: SimulatedErp;
  let book: MesFact[];
  let unanswered: number;
  const children: ChildProcess[] = [];
  const ledgers: RunningLedger[] = [];
  beforeAll(() => void execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs')]));
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'feed-'));
    book = [];
    unanswered = 0;
    erp = await startSimulatedErp({ now: () => new Date(NOW), folder: join(folder, 'erp') });
  });
  afterEach(async () => {
    for (const ledger of ledgers.splice(0)) await ledger.stop();
    await erp.close();
    for (const child of children.splice(0)) await kill(child);
    rmSync(folder, { recursive: true });
  });

  async function kill(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async function ledgerProcess(port = '0'): Promise<{ readonly child: ChildProcess; readonly address: LedgerAddress }> {
    const child = fork(PROGRAM, ['--data', join(folder, 'ledger'), '--port', port, '--sites', 'BER1'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    children.push(child);
    const [address] = (await once(child, 'message')) as [LedgerAddress];
    return { child, address };
  }

  function feedTo({ url, key }: LedgerAddress): RunningLedger {
    const ledger = startLedger({ folder: join(folder, 'unused'), sites: [], url, key });
    ledgers.push(ledger);
    ledger.watch({ erp, mesSites: ['BER1'], reported: (_siteId, from) => bookFrom(from), progress: () => ({ said: book.length + unanswered, answered: book.length }), systems: [] });
    return ledger;
  }

  async function* bookFrom(sequence: number): AsyncIterable<MesFact> {
    yield* book.slice(sequence - 1);
  }

  async function graded({ url, key }: LedgerAddress): Promise<Grade> {
    return (await (await fetch(`${url}/grade`, { headers: { authorization: `Bearer ${key}` } })).json()) as Grade;
  }

  /** The MES reports good pieces, and the gateway posts them. */
  async function report(ledger: RunningLedger | undefined, good: string): Promise<void> {
    const confirmationId = `mes-BER1-${book.length + 1}`;
    const work = { kind: 'partial' as const, yield: pieces(good), scrap: [], rework: pieces('0'), producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [] };
    const fact: MesFact = {
      type: 'confirmed', siteId: 'BER1', sequence: book.length + 1, messageId: confirmationId, acceptedAt: NOW, work,
      report: { confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: pieces(good), startedAt: NOW, finishedAt: NOW },
    };
    book.push(fact);
    ledger?.watcher.onReported('BER1', fact.sequence, fact);
    const reference = expectedReference({ siteId: 'BER1', sourceSystem: 'estate-mes', kind: 'productionConfirmation', senderId: confirmationId }, 'confirmation');
    const outcome = await erp.apply({
      type: 'confirm', reference, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', postingDate: TODAY, yield: pieces(good), scrap: [], producedLots: [], serialNumbers: [], consumptions: [],
      otherOutputs: [], activities: [],
    });
    expect(outcome.posted).toBe(true);
    ledger?.watcher.onPosted();
  }

  it('tells what was before it began and what happens from then on', async () => {
    await report(undefined, '1');
    const { address } = await ledgerProcess();
    const ledger = feedTo(address);
    await ledger.flush();
    expect(await graded(address)).toMatchObject({ clean: true, reports: 1, documents: 1 });

    for (const good of ['2', '3', '4']) await report(ledger, good);
    await ledger.flush();

    expect(await graded(address)).toMatchObject({ clean: true, reports: 4, documents: 4 });
  });

  it('goes on where it was when the ledger was killed meanwhile, and nobody waits for the ledger', async () => {
    const { child, address } = await ledgerProcess();
    const ledger = feedTo(address);
    await report(ledger, '1');
    await ledger.flush();
    await kill(child);
    for (const good of ['2', '3', '4']) await report(ledger, good); // the ERP and the MES go on

    await ledgerProcess(new URL(address.url).port);
    await ledger.flush();

    expect(await graded(address)).toMatchObject({ clean: true, reports: 4, documents: 4, findings: [] });
  });

  it('goes on where it was after a restart of its own, and tells nothing twice that the ledger would count', async () => {
    const { address } = await ledgerProcess();
    const before = feedTo(address);
    await report(before, '1');
    await before.flush();
    await before.stop();
    await report(undefined, '2');

    const after = feedTo(address);
    await after.flush();
    await report(after, '3');
    await after.flush();

    expect(await graded(address)).toMatchObject({ clean: true, reports: 3, documents: 3, findings: [] });
  });

  it('tells what the gateway refused, how much it has not answered, and the last look at the stock, by itself', async () => {
    const { address } = await ledgerProcess();
    const ledger = feedTo(address);
    await report(ledger, '1');
    unanswered = 2;
    await ledger.flush();
    expect((await graded(address)).findings).toEqual([expect.objectContaining({ kind: 'incomplete', expected: '3 answers', found: '1' })]);

    unanswered = 1;
    const { siteId, report: said, work } = book[0] as Extract<MesFact, { type: 'confirmed' }>;
    const refused = { type: 'refused' as const, siteId, refusedAt: NOW };
    book.push({ ...refused, sequence: 2, said: { type: 'report', report: { ...said, confirmationId: 'mes-BER1-2' }, work }, code: 'VALIDATION_FAILED', detail: 'No such unit.' });
    ledger.watcher.onReported('BER1', 2, book[1]);
    await ledger.flush();
    expect((await graded(address)).findings).toEqual([expect.objectContaining({ kind: 'incomplete', expected: '3 answers', found: '2' }), expect.objectContaining({ kind: 'lost', senderId: 'mes-BER1-2', what: expect.stringContaining('VALIDATION_FAILED No such unit.') })]);

    unanswered = 0;
    book.push({ ...refused, sequence: 3, said: { type: 'reversal', reversalId: 'r-1', confirmationId: 'mes-BER1-2' }, code: 'CONFIRMATION_NOT_FOUND', detail: 'No such report.' });
    await erp.apply({ type: 'receiveGoods', itemId: 'RM-3', locationId: 'RAW', quantity: { value: '1', unit: 'LTR' }, postingDate: TODAY });
    ledger.watcher.onReported('BER1', 3, book[2]);
    for (let found = 0; found !== 2;) found = (await graded(address)).findings.filter(({ kind }) => kind === 'lost').length; // no flush: the feed comes to it by itself
    for (let isOpen = true; isOpen;) isOpen = (await graded(address)).findings.some(({ kind }) => kind === 'incomplete');
  });

  it('tells a long past in several tellings', async () => {
    for (let place = 0; place < 60; place += 1) await report(undefined, '1');
    for (let place = 0; place < 600; place += 1) await erp.apply({ type: 'receiveGoods', itemId: 'RM-3', locationId: 'RAW', quantity: { value: '1', unit: 'LTR' }, postingDate: TODAY });
    const { address } = await ledgerProcess();

    await feedTo(address).flush();

    const { clean, totals } = await graded(address);
    expect(clean).toBe(true);
    expect(totals['BER1']).toMatchObject({ confirmations: 60, stockDocuments: 661 });
  });
});
