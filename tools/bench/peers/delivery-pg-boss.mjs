// What a user would pick instead: pg-boss, fetching and completing in batches while others are on their way. It keeps no order and writes nothing down before a send.
import { PgBoss } from 'pg-boss';
import { concurrency, database, partOf, post, serveBench } from './delivery-peer.mjs';

const QUEUE = 'confirmations';
const BATCH = 256;
const boss = new PgBoss({ ...database, schema: 'bench_pgboss', max: 6, supervise: false, schedule: false });
boss.on('error', (error) => { throw error; });
await boss.start();
await boss.createQueue(QUEUE);
let open = 0;

async function deliver() {
  const buffer = [];
  let done = [];
  let completing;
  let fetching;
  const complete = async () => {
    while (done.length > 0) {
      const ids = done;
      done = [];
      await boss.complete(QUEUE, ids);
      open -= ids.length;
    }
  };
  const fetchMore = async () => buffer.push(...await boss.fetch(QUEUE, { batchSize: BATCH }));
  const fetchAhead = () => (fetching ??= fetchMore().finally(() => (fetching = undefined)));
  let left = open;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (left > 0) {
      if (buffer.length < BATCH / 2) {
        const more = fetchAhead();
        if (buffer.length === 0) await more;
      }
      const job = buffer.shift();
      if (!job) continue;
      left -= 1;
      await post(partOf(job.data), job.id);
      done.push(job.id);
      completing ??= complete().finally(() => (completing = undefined));
    }
  }));
  await completing;
  await complete();
}

serveBench({
  async prepare(confirmations) {
    for (let from = 0; from < confirmations.length; from += 1_000) await boss.insert(QUEUE, confirmations.slice(from, from + 1_000).map((data) => ({ data })));
    open = confirmations.length;
  },
  deliver,
});
