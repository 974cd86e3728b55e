import { BASE_PIECES, NAMED_LOT, UNKNOWN_LOT } from './plant.mjs';

const OPERATIONS = ['0010', '0020'];

/** What the MES will say, lane by lane, by seed. Within a lane every report has a good quantity of its own: by that the judge knows it in the ERP, not by anything that the gateway made of it. */
export function laneStories({ orders, confirmations, random }) {
  const lanes = orders.flatMap((order) => OPERATIONS.map((operationId) => ({ ...order, operationId, next: 0, steps: [] })));
  for (let at = 0; at < confirmations; at++) tellNext(lanes[at % lanes.length], random);
  return lanes;
}

/** The first report of each order, on which the second operation rests. */
export function baseReports(orders) {
  return orders.map(({ workOrderId, itemId }) => ({ type: 'report', id: `${workOrderId}-0010-base`, workOrderId, itemId, operationId: '0010', good: BASE_PIECES, scraps: [], rework: 0, packing: 0, isBase: true }));
}

/** 1 % name a lot that the ERP does not know and go to a person; 5 % are taken back 0 to 50 ms after their 202; 2 % are followed by a correction of an earlier one. */
function tellNext(lane, random) {
  const chance = random.next();
  const report = newReport(lane, random);
  if (chance < 0.01) return void lane.steps.push({ ...report, isBad: true });
  lane.steps.push(report);
  if (chance < 0.06) return void lane.steps.push({ type: 'reversal', id: `${report.id}-back`, of: report.id, workOrderId: lane.workOrderId, operationId: lane.operationId, afterMs: random.between(0, 50) });
  if (chance >= 0.08) return void (lane.correctable = report);
  const wrong = lane.correctable;
  delete lane.correctable;
  if (wrong !== undefined) lane.steps.push({ ...newReport(lane, random), replaces: wrong.id });
}

function newReport(lane, random) {
  const number = (lane.next += 1);
  const { workOrderId, itemId, operationId } = lane;
  const isPacked = itemId === 'FG-300' && operationId === '0020';
  const good = 10 + 3 * number + random.between(0, 2);
  const scraps = random.next() < 0.2 ? [{ reasonCode: 'BURR', pieces: random.between(1, 3) }, ...(random.next() < 0.3 ? [{ reasonCode: 'SCRATCH', pieces: 1 }] : [])] : [];
  return {
    type: 'report', id: `${workOrderId}-${operationId}-${String(number).padStart(5, '0')}`, workOrderId, itemId, operationId, good, scraps, rework: random.next() < 0.05 ? 1 : 0,
    packing: isPacked ? good + 1 : 0, ...(isPacked && { lotId: `L-${workOrderId}-${number % 3}` }), ...(itemId === 'FG-100' && operationId === '0010' && random.next() < 0.3 && { rawLot: NAMED_LOT }),
  };
}

const pieces = (count) => ({ value: `${count}`, unit: 'H87' });

/** The step as the process API takes it. */
export function requestOf(step, { startedAt, finishedAt }) {
  if (step.type === 'reversal') return { path: `/production-confirmations/${step.of}/reversal`, body: { reversalId: step.id, reason: 'Counted twice.' } };
  const { id, workOrderId, itemId, operationId, good, scraps, rework, packing, lotId, rawLot, isBad, replaces } = step;
  const consumptions = [
    ...(packing > 0 ? [{ itemId: 'PK-1', quantity: pieces(packing) }] : []), ...(rawLot === undefined ? [] : [{ itemId: 'RM-1', lotId: rawLot, backflush: true }]),
    ...(isBad ? [{ itemId: itemId === 'FG-100' ? 'RM-2' : 'RM-1', lotId: UNKNOWN_LOT, quantity: { value: '1', unit: 'KGM' } }] : []),
  ];
  return {
    path: '/production-confirmations',
    body: {
      confirmationId: id, workOrderId, operationId, kind: 'partial', yield: pieces(good), scrap: scraps.map(({ reasonCode, pieces: count }) => ({ quantity: pieces(count), reasonCode })),
      ...(rework > 0 && { rework: pieces(rework) }), ...(lotId !== undefined && { producedLots: [{ lotId, quantity: pieces(good) }] }), consumptions, startedAt, finishedAt, ...(replaces !== undefined && { replaces }),
    },
  };
}
