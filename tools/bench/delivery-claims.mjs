// How long a worker takes to lease 200 due lanes and read their heads, with 10,000 and with 1,000,000 messages waiting, a hot lane of every tenth message among them. Both in one run, by turns of one database each.
import { migrate, openPool } from '../../dist/libs/database/src/index.js';
import { PostgresDeliveryStore } from '../../dist/libs/messaging/src/index.js';
import { median } from './bench-processes.mjs';

const BACKLOGS = [10_000, 1_000_000];
const LEASED = 200;
const TIMES = 60;
const WARM_UP = 10;
const GOAL = 1.5;
/** Ordinary lanes hold so many messages each; every tenth message is one of the hot lane. */
const PER_LANE = 20;

/**
 * Fills a database with waiting messages by SQL: messages with all their indexes, jobs and lanes as intake writes them, and of the lineage what a claim reads; payloads are shared. Every tenth message stands in
 * the one hot lane. Each lane is due at its first message's time. References are not checked meanwhile, which would take most of the time.
 */
const FILL = [
  `insert into messaging.payload (hash, body) select 'bench-' || n, jsonb_build_object('n', n, 'text', repeat('x', 900)) from generate_series(1, 100) as n`,
  `insert into messaging.message (
     message_id, site_id, kind, source_system, sender_id, body_hash, lane_key, correlation_id, accepted_by, work_order_id, operation_id, confirmation_id,
     lot_ids, serial_numbers, posting_date, production_day, state, state_since, accepted_at)
   select gen_random_uuid(), 'BER1', 'productionConfirmation', 'bench-mes', 'bench-' || n, 'bench-' || (1 + n % 100),
          case when n % 10 = 0 then 'hot' else 'lane-' || (n % ($1::int / ${PER_LANE})) end,
          'bench-' || n, 'bench', 'WO-' || (n % 5000), '0010', 'bench-' || n, '{}', '{}', '2026-11-22', '2026-11-22', 'accepted', $2::timestamptz, $2::timestamptz + n * interval '1 ms'
     from generate_series(1, $1::int) as n`,
  `insert into messaging.lane_job (position, lane_key) select position, lane_key from messaging.message`,
  `insert into messaging.message_shape (message_id, part_no, shape, payload_hash, mapping_version, code_version, recorded_at)
   select message_id, 0, 'canonical', body_hash, '1', '1', accepted_at from messaging.message`,
  `insert into messaging.lane (lane_key, pending, next_at) select lane_key, count(*), min(accepted_at) from messaging.message group by lane_key`,
];

/** Prints medians of `leaseDue(200)` and their ratio beside the goal, and one line of JSON. */
export async function measureClaims(settings, admin) {
  const stands = [];
  try {
    for (const backlog of BACKLOGS) stands.push(await open(settings, admin, backlog));
    for (let time = 0; time < WARM_UP + TIMES; time += 1) {
      for (const stand of stands) await claim(stand, time >= WARM_UP);
    }
    report(stands);
  } finally {
    for (const { pool } of stands) await pool.end();
  }
}

async function open(settings, admin, backlog) {
  const database = `claims_${backlog}`;
  await admin.query(`create database ${database}`);
  await migrate({ ...settings, database });
  const pool = openPool({ ...settings, database, maxConnections: 4 });
  const began = performance.now();
  const filler = await pool.connect();
  await filler.query('set session_replication_role = replica');
  for (const statement of FILL) await filler.query(statement, parametersOf(statement, backlog));
  filler.release(true);
  if (await hasDestinations(pool)) await pool.query(`update messaging.lane set destination = 'BER1 erp'`);
  await pool.query('vacuum analyze');
  const { rows: [{ lanes, hot }] } = await pool.query(`select count(*)::int as lanes, max(pending) as hot from messaging.lane`);
  console.log(`${backlog} messages in ${lanes} lanes, ${hot} of them in the hot one: filled in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  const clock = { now: () => new Date(), sleep: async () => {} };
  return { backlog, lanes, hot, pool, store: new PostgresDeliveryStore({ pool, clock, leaseMs: 60_000, versions: { mapping: '1', code: '1' } }), times: [] };
}

function parametersOf(statement, backlog) {
  return statement.includes('$1') ? [backlog, new Date(Date.now() - 86_400_000)] : [];
}

/** One claim, measured; then the lanes are given back as they were, which is not. */
async function claim({ pool, store, times }, counts) {
  const began = performance.now();
  const leased = await store.leaseDue(await wishOf(store));
  const took = performance.now() - began;
  if (leased.length === 0 || leased.some(({ head }) => head === undefined)) throw new Error(`${leased.length} lanes were leased, ${leased.filter(({ head }) => !head).length} without a message`);
  if (counts) times.push(took);
  await pool.query('update messaging.lane set lease_token = null, lease_until = null where lane_key = any ($1::text[])', [leased.map(({ lane }) => lane.laneKey)]);
}

/** Where lanes are leased by destination the worker looks what is due first, and that is part of what a claim takes. */
async function wishOf(store) {
  if (store.look === undefined) return { limit: LEASED };
  const { destinations } = await store.look({ due: LEASED, ahead: 2 * LEASED });
  return { places: destinations.map(({ destination }) => ({ destination, places: LEASED })), turns: [] };
}

async function hasDestinations(pool) {
  const { rowCount } = await pool.query(`select from information_schema.columns where table_schema = 'messaging' and table_name = 'lane' and column_name = 'destination'`);
  return rowCount > 0;
}

function report(stands) {
  const at = (times, share) => [...times].sort((one, other) => one - other)[Math.floor((times.length - 1) * share)];
  console.log(`\nleasing ${LEASED} lanes with their heads, ${TIMES} times each by turns\nwaiting messages   median ms   p95 ms`);
  for (const { backlog, times } of stands) console.log(`${String(backlog).padStart(16)}${median(times).toFixed(1).padStart(12)}${at(times, 0.95).toFixed(1).padStart(9)}`);
  const ratio = median(stands[1].times) / median(stands[0].times);
  console.log(`\ntime at ${BACKLOGS[1]} over time at ${BACKLOGS[0]}   ${ratio.toFixed(2)}   goal at most ${GOAL}: ${ratio <= GOAL ? 'reached' : 'not reached'}`);
  console.log(`\n${JSON.stringify({ bench: 'delivery claims', leased: LEASED, figures: stands.map(({ backlog, lanes, hot, times }) => ({ backlog, lanes, hot, medianMs: median(times), p95Ms: at(times, 0.95) })), ratio, goal: GOAL, reached: ratio <= GOAL })}`);
}
