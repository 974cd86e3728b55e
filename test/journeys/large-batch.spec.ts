import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { pieces } from './reporting-mes.js';

interface Row {
  readonly index: number;
  readonly status: number;
  readonly messageId?: string;
  readonly problem?: { readonly code: string; readonly findings: readonly { readonly path: string; readonly problem: string; readonly fix: string }[] };
}

const ORDERS = ['WO-B1', 'WO-B2', 'WO-B3', 'WO-B4', 'WO-B5'];
const ROWS = 1_000;
/** 950 posts to a simulated ERP on a busy machine; no claim about speed. */
const DELIVERY_MS = 300_000;
/** Every twentieth row is bad, each time in the next of these ways; the path says where. */
const FAULTS: readonly (readonly [path: string, change: object])[] = [
  ['/yield/value', { yield: pieces('-1') }],
  ['/yield/unit', { yield: { value: '1', unit: 'PCS' } }],
  ['/kind', { kind: 'maybe' }],
  ['/finishedAt', { finishedAt: '2026-11-22T06:40:00' }],
  ['/operationId', { operationId: undefined }],
  ['/colour', { colour: 'red' }],
  ['/scrap/0/quantity/unit', { scrap: [{ quantity: { value: '1', unit: 'KGM' }, reasonCode: 'BURR' }] }],
  ['/postingDate', { postingDate: '2026-02-30' }],
  ['/consumptions/0/quantity', { consumptions: [{ itemId: 'RM-1' }] }],
  ['/replaces', { replaces: 'same' }],
];
const isBad = (index: number): boolean => index % 20 === 7;

function rowOf(index: number): Record<string, unknown> {
  const [, fault] = FAULTS[Math.floor(index / 20) % FAULTS.length];
  const confirmationId = isBad(index) && 'replaces' in fault ? 'same' : `row-${index}`;
  return {
    confirmationId, workOrderId: ORDERS[index % ORDERS.length], operationId: '0010', kind: 'partial', yield: pieces(String(1 + (index % 3))),
    startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', ...(isBad(index) && fault),
  };
}

describe('a batch of 1,000 rows of which 50 are bad', () => {
  let gateway: GatewayStand;
  let items: readonly Row[];
  let counts: { readonly accepted: number; readonly refused: number };

  beforeAll(async () => {
    gateway = await openGateway({ erpDeadlineMs: 60_000, settings: { sendDeadlineMs: 120_000, leaseMs: 300_000 } });
    for (const workOrderId of ORDERS) {
      await gateway.simulation.apply({ type: 'createOrder', order: { workOrderId, itemId: 'FG-100', quantity: pieces('1000'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T05:00:00.000Z' } });
    }
    const answer = await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/batch', payload: { items: Array.from({ length: ROWS }, (_, index) => rowOf(index)) } });
    ({ items, ...counts } = answer.json<{ items: readonly Row[]; accepted: number; refused: number }>());
  });
  afterAll(() => gateway.close());

  it('stores 950 and names each of the others with its field and what to do', async () => {
    expect(counts).toEqual({ accepted: 950, refused: 50 });
    expect(items.filter(({ status }) => status !== 202).map(({ index }) => index)).toEqual(Array.from({ length: ROWS }, (_, index) => index).filter(isBad));
    for (const { index, status, problem } of items.filter(({ index }) => isBad(index))) {
      const [path] = FAULTS[Math.floor(index / 20) % FAULTS.length];
      expect({ index, status, code: problem?.code, paths: problem?.findings.map((finding) => finding.path) }).toEqual({ index, status: 400, code: 'VALIDATION_FAILED', paths: [path] });
      expect(problem?.findings[0]).toMatchObject({ problem: expect.stringMatching(/./), fix: expect.stringMatching(/./) });
    }
    expect(await gateway.countMessages()).toBe(950);
  });

  it('posts the 950 in the order of the batch within each lane', async () => {
    await gateway.deliver();

    expect(await gateway.accounting('BER1')).toMatchObject({ accepted: 950, posted: 950, open: 0 });
    const { rows } = await gateway.database.pool.query<{ reference: string; sender_id: string }>('select part.reference, message.sender_id from messaging.message_part as part join messaging.message using (message_id)');
    const senderOf = new Map(rows.map(({ reference, sender_id: senderId }) => [reference, senderId]));
    const posted = await gateway.simulation.read((engine) => engine.confirmations().map(({ workOrderId, reference, entry }) => ({ workOrderId, senderId: senderOf.get(reference), made: entry.yield.value })));
    for (const order of ORDERS) {
      const reported = Array.from({ length: ROWS }, (_, index) => index).filter((index) => !isBad(index) && ORDERS[index % ORDERS.length] === order);
      expect(posted.filter(({ workOrderId }) => workOrderId === order).map(({ senderId, made }) => [senderId, made])).toEqual(reported.map((index) => [`row-${index}`, String(1 + (index % 3))]));
    }
  }, DELIVERY_MS);
});
