// Plantway's engine over its store: order of each lane, an intent written before the first byte of each send, its result after it, fences, lineage, events. One flow whose send posts the confirmation.
import { databaseClock, openPool } from '../../../dist/libs/database/src/index.js';
import { DeliveryEngine, Intake } from '../../../dist/libs/messaging/src/index.js';
import { concurrency, database, partOf, post, serveBench } from './delivery-peer.mjs';
import { SITE, deliveryWork } from '../delivery-work.mjs';

const ROWS_PER_BATCH = 1_000;
const LOOKS_EVERY_MS = 5;
const BACKLOG = 3_000;
/** Small, so that what a batch holds while it is handed in does not look like growth. */
const ROWS_PER_BATCH_OF_A_DRAIN = 200;

const pool = openPool({ ...database, maxConnections: 10 });
const clock = await databaseClock(pool);
const intake = new Intake({ pool, clock });
let unsent = 0;

const flow = {
  kind: 'productionConfirmation',
  plan: async ({ command }) => ({ decision: 'send', parts: [{ partId: 'confirmation', payload: partOf(command) }] }),
  send: async ({ payload }, reference, options) => {
    const receipt = await post(payload, reference, options);
    unsent -= 1;
    return receipt;
  },
  find: async () => [],
  agrees: () => true,
  onBusinessRefusal: async (_message, { code, reason }) => ({ decision: 'park', error: { code, reason } }),
  events: () => [],
  fulfils: () => [],
};
const log = { info() {}, warn: (fields, text) => console.error(text, fields), error: (fields, text) => console.error(text, fields) };
const settings = { concurrency };

/** Hands in the confirmations, before anything is measured. */
async function prepare(confirmations) {
  const submissions = confirmations.map((confirmation) => ({
    siteId: SITE, kind: 'productionConfirmation', sourceSystem: 'bench-mes', senderId: confirmation.confirmationId, laneKey: confirmation.laneKey, correlationId: confirmation.confirmationId,
    acceptedBy: 'bench', received: confirmation, canonical: confirmation, postingDate: '2026-11-22', productionDay: '2026-11-22',
    search: { workOrderId: confirmation.workOrderId, operationId: '0010', confirmationId: confirmation.confirmationId, lotIds: [], serialNumbers: [] },
  }));
  for (let from = 0; from < submissions.length; from += ROWS_PER_BATCH) {
    const answers = await intake.acceptBatch(submissions.slice(from, from + ROWS_PER_BATCH));
    const refused = answers.find(({ outcome }) => outcome !== 'accepted');
    if (refused) throw new Error(`a confirmation was not accepted: ${refused.outcome} ${refused.error?.message ?? ''}`);
  }
  unsent += confirmations.length;
}

/** Until every result is on disk. */
async function deliver() {
  const engine = new DeliveryEngine({ pool, clock, flows: [flow], settings, log });
  engine.start();
  do await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS)); while (unsent > 0 || (await openMessages()) > 0);
  await engine.stop();
}

async function openMessages() {
  const { rows: [{ open }] } = await pool.query('select count(*)::int as open from messaging.lane_job');
  return open;
}

/** A drain without an end: a new batch comes whenever the backlog falls below `BACKLOG`. */
const drain = { engine: undefined, began: 0, feeding: undefined, isOver: false };

async function feed() {
  for (let batch = 0; !drain.isOver; batch += 1) {
    await prepare(deliveryWork(`drain-${batch}`, ROWS_PER_BATCH_OF_A_DRAIN));
    while (!drain.isOver && unsent > BACKLOG) await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
  }
}

serveBench({
  prepare,
  deliver,
  more: {
    async drain() {
      drain.engine = new DeliveryEngine({ pool, clock, flows: [flow], settings, log });
      drain.began = performance.now();
      drain.feeding = feed();
      drain.engine.start();
      return { begun: true };
    },
    async memory() {
      for (let times = 0; times < 3; times += 1) globalThis.gc();
      const { heapUsed: heap, rss: resident } = process.memoryUsage();
      return { heap, resident };
    },
    async endDrain() {
      const seconds = (performance.now() - drain.began) / 1_000;
      drain.isOver = true;
      await drain.feeding;
      await drain.engine.stop();
      return { seconds };
    },
  },
});
