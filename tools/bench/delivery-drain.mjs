// The memory of a worker over a long drain: new confirmations come as fast as they are delivered, so that a backlog of some thousands is always waiting. Every ten seconds, after a collection, what the process
// holds; in the end whether that grows. A drain of ten minutes is what the design asks for; the first fifth warms up and is not judged.
import { join } from 'node:path';
import { ask } from './bench-processes.mjs';

const SAMPLE_EVERY_MS = 10_000;
const MB = 1_000_000;
/** Growth of the heap that counts as flat, over the judged part: what the collector leaves behind by chance. */
const FLAT_MB = 5;

export async function measureDrain({ processes, erp, environment, minutes }) {
  const worker = processes.start(join('peers', 'delivery-plantway.mjs'), environment, ['--expose-gc']);
  await ask(worker);
  await ask(erp, 'begin');
  const samples = [];
  const began = performance.now();
  await ask(worker, 'drain');
  console.log('seconds   delivered   heap MB   resident MB');
  while (performance.now() - began < minutes * 60_000) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(SAMPLE_EVERY_MS, minutes * 60_000 - (performance.now() - began))));
    samples.push(await sample(worker, erp, began));
  }
  const { seconds } = await ask(worker, 'endDrain');
  const verdict = await ask(erp, 'verdict');
  if (verdict.twice > 0 || verdict.outOfOrder > 0) throw new Error(`${verdict.twice} arrived twice, ${verdict.outOfOrder} out of their order`);
  report(samples, verdict.received, seconds, minutes);
}

async function sample(worker, erp, began) {
  const { heap, resident } = await ask(worker, 'memory');
  const { received } = await ask(erp, 'verdict');
  const one = { seconds: (performance.now() - began) / 1_000, received, heapMb: heap / MB, residentMb: resident / MB };
  console.log(`${one.seconds.toFixed(0).padStart(7)}${String(received).padStart(12)}${one.heapMb.toFixed(1).padStart(10)}${one.residentMb.toFixed(1).padStart(14)}`);
  return one;
}

function report(samples, received, seconds, minutes) {
  const judged = samples.slice(Math.floor(samples.length / 5));
  const [heapPerMinute, residentPerMinute] = ['heapMb', 'residentMb'].map((key) => 60 * slope(judged.map((sample) => [sample.seconds, sample[key]])));
  const grownMb = judged.length < 2 ? 0 : (heapPerMinute / 60) * (judged.at(-1).seconds - judged[0].seconds);
  const isFlat = grownMb <= FLAT_MB;
  console.log(`\n${received} messages in ${seconds.toFixed(0)} s; heap ${heapPerMinute.toFixed(2)} MB a minute, resident ${residentPerMinute.toFixed(2)} MB a minute over the judged part: ${isFlat ? 'flat' : 'NOT FLAT'}${minutes < 10 ? ' (ten minutes are the measure)' : ''}`);
  console.log(`\n${JSON.stringify({ bench: 'delivery drain', minutes, received, heapPerMinute, residentPerMinute, grownMb, isFlat, samples })}`);
}

/** Least squares: how much the second number grows per unit of the first. */
function slope(points) {
  const mean = (index) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) / spread;
}
