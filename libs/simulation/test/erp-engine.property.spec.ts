import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import fc from 'fast-check';
import { ErpEngine } from '../src/engine/erp-engine.js';
import type { ErpCommand } from '../src/engine/erp-command.js';
import { takesStock } from '../src/engine/documents.js';
import { AT, confirmation, pieces, plant, snapshot, TODAY } from './erp-engine.fixture.js';

const seed: ErpCommand = {
  type: 'seedPlant', at: AT,
  plant: plant({
    orders: [
      { ...plant().orders[0], workOrderId: 'WO-1', itemId: 'FG-100', quantity: pieces('30') }, { ...plant().orders[0], workOrderId: 'WO-2', itemId: 'SA-10', quantity: pieces('20') },
      { ...plant().orders[0], workOrderId: 'WO-3', itemId: 'FG-300', quantity: pieces('20'), released: false },
    ],
    openingStock: [
      { itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: { value: '9', unit: 'KGM' } }, { itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '4', unit: 'KGM' } },
      { itemId: 'CP-2', locationId: 'RAW', quantity: pieces('9') }, { itemId: 'CP-4', locationId: 'RAW', quantity: pieces('30') }, { itemId: 'PK-1', locationId: 'RAW', quantity: pieces('5') },
    ],
  }),
};

const amounts = fc.oneof({ weight: 12, arbitrary: fc.constantFrom('0', '1', '2', '3', '5', '7', '12', '0.4') }, { weight: 1, arbitrary: fc.constantFrom('-1', '1e3') });
const quantities = fc.oneof(
  { weight: 8, arbitrary: amounts.map(pieces) }, { weight: 1, arbitrary: fc.record({ value: amounts, unit: fc.constantFrom('KGM', 'GRM', 'LTR') }) },
);
const noneOrSome = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.oneof({ weight: 4, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: fc.array(some, { minLength: 1, maxLength: 2 }) });
const orders = fc.constantFrom('WO-1', 'WO-1', 'WO-2', 'WO-2', 'WO-3', 'WO-9');
const lots = fc.constantFrom('RM1-A', 'RM1-B', 'RM1-Q', 'NO');

const confirms = fc.record({
  workOrderId: orders, operationId: fc.constantFrom('0010', '0010', '0020', '0030'), kind: fc.constantFrom('partial' as const, 'partial' as const, 'final' as const), yield: quantities, rework: quantities,
  scrap: noneOrSome(fc.record({ quantity: quantities, reasonCode: fc.constantFrom('BURR', 'BURR', 'RUST') })), postingDate: fc.constantFrom(TODAY, TODAY, TODAY, TODAY, TODAY, '2026-10-01'),
  consumptions: noneOrSome(fc.oneof(
    fc.record({ itemId: fc.constantFrom('RM-1', 'CP-2'), lotId: lots, backflush: fc.constant(true) }), fc.record({ itemId: fc.constantFrom('PK-1', 'RM-1', 'FG-100'), quantity: quantities, backflush: fc.constant(false) }),
  )),
  otherOutputs: noneOrSome(fc.record({ itemId: fc.constantFrom('BY-1', 'SA-10'), type: fc.constant('byProduct' as const), quantity: quantities })),
}).map((changes) => confirmation(changes));

const commands: fc.Arbitrary<ErpCommand> = fc.oneof(
  { weight: 6, arbitrary: confirms },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }).map((place): ErpCommand => ({ type: 'reverse', at: AT, reference: 'undo', confirmationNumber: String(4_000_000_000 + place), postingDate: TODAY })) },
  { weight: 1, arbitrary: fc.record({ lotId: lots, value: amounts }).map(({ lotId, value }): ErpCommand => ({ type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId, quantity: { value, unit: 'KGM' }, postingDate: TODAY })) },
  { weight: 1, arbitrary: fc.record({ workOrderId: orders, type: fc.constantFrom('releaseOrder' as const, 'holdOrder' as const, 'resumeOrder' as const, 'resumeOrder' as const, 'unlockOrder' as const) }).map((change): ErpCommand => ({ at: AT, ...change })) },
  { weight: 1, arbitrary: fc.record({ lotId: lots, status: fc.constantFrom('unrestricted' as const, 'blocked' as const) }).map(({ lotId, status }): ErpCommand => ({ type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId, status })) },
);

function stockByMovements(engine: ErpEngine): Record<string, string> {
  const sums = new Map<string, Big>();
  for (const { kind, itemId, locationId, lotId, quantity } of engine.stockDocuments().flatMap(({ lines }) => lines)) {
    const key = `${itemId}|${locationId}|${lotId}`;
    sums.set(key, (sums.get(key) ?? new Big(0)).plus(new Big(quantity.value).times(takesStock(kind) ? -1 : 1)));
  }
  return Object.fromEntries([...sums].filter(([, sum]) => !sum.eq(0)).map(([key, sum]) => [key, sum.toFixed()]));
}

function stockByBalances(engine: ErpEngine): Record<string, string> {
  return Object.fromEntries(engine.balances().map(({ itemId, locationId, lotId, quantity }) => [`${itemId}|${locationId}|${lotId ?? ''}`, quantity.value]));
}

function sum(values: readonly string[]): string {
  return values.reduce((total, value) => total.plus(value), new Big(0)).toFixed();
}

describe('after any sequence of valid and invalid commands', () => {
  it('stock is the sum of movements, nothing is negative, totals are those of the standing confirmations, and a replay gives the same state', () => {
    fc.assert(fc.property(fc.array(commands, { minLength: 5, maxLength: 30 }), (sequence) => {
      const engine = ErpEngine.replay([seed]);
      const accepted: ErpCommand[] = [seed];
      for (const command of sequence) {
        const before = JSON.stringify(snapshot(engine));
        if (engine.apply(command).posted) accepted.push(command);
        else expect(JSON.stringify(snapshot(engine))).toBe(before);
      }

      expect(stockByBalances(engine)).toEqual(stockByMovements(engine));
      for (const value of Object.values(stockByBalances(engine))) expect(new Big(value).gte(0)).toBe(true);
      for (const order of engine.view.orders.values()) {
        const standing = engine.confirmations().filter((document) => document.workOrderId === order.workOrderId && document.reverses === undefined && document.reversedBy === undefined);
        for (const operation of order.operations) {
          const own = standing.filter(({ operationId }) => operationId === operation.operationId);
          expect(operation.yield.booked).toBe(sum(own.map(({ booked }) => booked.yield)));
          expect(operation.scrap.booked).toBe(sum(own.flatMap(({ booked }) => booked.scrap)));
          expect(operation.rework.booked).toBe(sum(own.map(({ booked }) => booked.rework)));
          expect(operation.confirmations).toBe(own.length);
          expect(operation.finalBy).toBe(own.find(({ entry }) => entry.kind === 'final')?.number);
        }
        for (const component of order.components) {
          const open = engine.followUps().filter(({ status, workOrderId, position }) => status === 'open' && workOrderId === order.workOrderId && position === component.position);
          if (component.issueMethod === 'backflush') expect(sum([component.withdrawn, ...open.map(({ quantity }) => quantity.value)])).toBe(component.demanded);
          expect(new Big(component.withdrawn).gte(0)).toBe(true);
        }
        order.operations.slice(1).forEach((operation, index) => expect(new Big(operation.yield.booked).lte(order.operations[index].yield.booked)).toBe(true));
      }
      expect(snapshot(ErpEngine.replay(accepted))).toEqual(snapshot(engine));
    }), { numRuns: 100 });
  });

  it('what was confirmed and reversed at once leaves nothing but its documents', () => {
    fc.assert(fc.property(fc.array(commands, { maxLength: 15 }), confirms, (before, command) => {
      const engine = ErpEngine.replay([seed]);
      for (const earlier of before) engine.apply(earlier);
      const openBefore = engine.followUps().filter(({ status }) => status === 'open').length;
      const stock = stockByBalances(engine);
      const order = engine.order(command.workOrderId);
      const outcome = engine.apply(command);
      fc.pre(outcome.posted && openBefore === engine.followUps().filter(({ status, confirmationNumber }) => status === 'open' && confirmationNumber !== (outcome.result as { number: string }).number).length);

      const undone = engine.apply({ type: 'reverse', at: AT, reference: 'undo', confirmationNumber: (outcome as { result: { number: string } }).result.number, postingDate: TODAY });

      expect(undone.posted).toBe(true);
      expect(stockByBalances(engine)).toEqual(stock);
      expect({ ...engine.order(command.workOrderId), revision: 0 }).toEqual({ ...order, revision: 0 });
    }), { numRuns: 80 });
  });
});
