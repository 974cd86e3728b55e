// `npm run simulate -- --seeds 200000 [--first 1] [--workers 2]`: lives the simulated life of so many seeds, over all cores. Exit code 1 when one of them ends wrong; such a seed joins the list that the spec runs first.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';

const root = join(import.meta.dirname, '..');
const LIST = join(root, 'libs/messaging/test/simulation/failed-seeds.json');
const KEPT = 20;
const PROGRESS_EVERY_MS = 10_000;

if (isMainThread) process.exitCode = await simulate();
else await liveShare();

async function simulate() {
  const { values } = parseArgs({ options: { seeds: { type: 'string', default: '2000' }, first: { type: 'string', default: '1' }, workers: { type: 'string', default: String(availableParallelism()) } } });
  const [seeds, first, workers] = [values.seeds, values.first, values.workers].map(Number);
  if (![seeds, first, workers].every((number) => Number.isSafeInteger(number) && number >= 1)) {
    console.error('usage: npm run simulate -- --seeds N [--first S] [--workers W], whole numbers from 1');
    return 2;
  }
  const began = performance.now();
  const total = { lives: 0, counts: {}, alarmedLives: 0, failed: [] };
  const progress = setInterval(() => console.error(`${total.lives} of ${seeds} lives, ${total.failed.length} failed`), PROGRESS_EVERY_MS);
  await Promise.all(Array.from({ length: Math.min(workers, seeds) }, (_, share) => runShare({ first: first + share, step: workers, last: first + seeds - 1 }, total)));
  clearInterval(progress);
  return report(total, (performance.now() - began) / 1_000, workers);
}

function runShare(share, total) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on('message', ({ lives, counts, alarmedLives, failed }) => {
      total.lives += lives;
      total.alarmedLives += alarmedLives;
      for (const [what, times] of Object.entries(counts)) total.counts[what] = (total.counts[what] ?? 0) + times;
      for (const one of failed) {
        total.failed.push(one);
        console.error(`seed ${one.seed}: ${one.wrongs.join('; ')}\n  again: npm run simulate -- --seeds 1 --first ${one.seed}`);
      }
    });
    worker.on('error', reject);
    worker.on('exit', resolve);
  });
}

async function report({ lives, counts, alarmedLives, failed }, seconds, workers) {
  if (failed.length > 0) {
    const known = JSON.parse(await readFile(LIST, 'utf8'));
    const fresh = failed.filter(({ seed }) => !known.some((one) => one.seed === seed)).slice(0, KEPT).map(({ seed, wrongs }) => ({ seed, found: wrongs[0] }));
    await writeFile(LIST, `${JSON.stringify([...known, ...fresh], undefined, 2)}\n`);
    console.error(`${fresh.length} seeds have joined ${LIST.slice(root.length + 1)}`);
  }
  console.log(JSON.stringify({ lives, failed: failed.length, alarmedLives, seconds: Math.round(seconds * 10) / 10, livesPerSecondAndWorker: Math.round(lives / seconds / workers), counts }));
  return failed.length > 0 ? 1 : 0;
}

/** In a worker: every `step`-th seed, told in batches. */
async function liveShare() {
  Error.stackTraceLimit = 0; // simulated faults are many, and nobody reads where they come from
  const { liveSeed, optionsOf } = await import('../dist/libs/messaging/test/simulation/seeded-life.js');
  const { first, step, last } = workerData;
  let batch = { lives: 0, counts: {}, alarmedLives: 0, failed: [] };
  for (let seed = first; seed <= last; seed += step) {
    const { wrongs, alarmed, counts } = await liveSeed(seed);
    const { guarantee, pauses } = optionsOf(seed);
    const promised = pauses === 'allowed' ? alarmed : guarantee === 'K' ? alarmed.filter((words) => words.includes('twice')) : [];
    batch.lives += 1;
    batch.alarmedLives += Number(alarmed.length > 0);
    for (const [what, times] of Object.entries(counts)) batch.counts[what] = (batch.counts[what] ?? 0) + times;
    if (wrongs.length + promised.length > 0) batch.failed.push({ seed, wrongs: [...wrongs, ...promised] });
    if (batch.lives < 100 && batch.failed.length === 0) continue;
    parentPort.postMessage(batch);
    batch = { lives: 0, counts: {}, alarmedLives: 0, failed: [] };
    await new Promise((resolve) => setImmediate(resolve));
  }
  parentPort.postMessage(batch);
}
