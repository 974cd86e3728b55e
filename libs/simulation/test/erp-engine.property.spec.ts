import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import fc from 'fast-check';
import { ErpEngine } from '../src/engine/erp-engine.js';
import type { ErpCommand } from '../src/engine/erp-command.js';
import { takesStock } from '../src/engine/documents.js';
import { isSettled } from '../src/engine/rules/settle.rule.js';
import { AT, confirmation, euro, itemsWith, kilograms, pieces, plant, reversal, snapshot, TODAY } from './erp-engine.fixture.js';

const seed: ErpCommand = {
  type: 'seedPlant', at: AT,
  plant: plant({
    // Costs that leave fractions of a cent, and one item that may fall below zero.
    items: itemsWith('RM-1', { standardCost: euro('12.377'), baseUnitDecimals: 3 }).map((item) => (item.itemId === 'CP-4' ? { ...item, negativeStockAllowed: true } : item)),
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

const places = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(['WO-1', '0010'], ['WO-1', '0020'], ['WO-1', '0020'], ['WO-2', '0010'], ['WO-2', '0020'], ['WO-2', '0030'], ['WO-3', '0020']) }, { weight: 1, arbitrary: fc.constantFrom(['WO-9', '0010'], ['WO-1', '0030']) },
);

const confirms = fc.record({
  place: places, kind: fc.constantFrom('partial' as const, 'partial' as const, 'final' as const), yield: quantities, rework: fc.oneof({ weight: 4, arbitrary: fc.constant(pieces('0')) }, { weight: 1, arbitrary: quantities }),
  scrap: noneOrSome(fc.record({ quantity: quantities, reasonCode: fc.constantFrom('BURR', 'BURR', 'BURR', 'RUST') })), postingDate: fc.constantFrom(...Array.from({ length: 9 }, () => TODAY), '2026-10-01'),
  consumptions: noneOrSome(fc.oneof(
    fc.record({ itemId: fc.constantFrom('RM-1', 'CP-2'), lotId: lots, backflush: fc.constant(true) }), fc.record({ itemId: fc.constantFrom('PK-1', 'RM-1', 'FG-100'), quantity: quantities, backflush: fc.constant(false) }),
  )),
  otherOutputs: noneOrSome(fc.record({ itemId: fc.constantFrom('BY-1', 'SA-10'), type: fc.constant('byProduct' as const), quantity: quantities })),
  activities: noneOrSome(fc.record({ activity: fc.constantFrom('setup' as const, 'run' as const, 'labor' as const), seconds: fc.constantFrom('0', '100', '1801', '7.5', '61', '1000', '-1') })),
}).map(({ place: [workOrderId, operationId], ...changes }) => confirmation({ workOrderId, operationId, ...changes }));

const commands: fc.Arbitrary<ErpCommand> = fc.oneof(
  { weight: 6, arbitrary: confirms },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }).map((place): ErpCommand => ({ type: 'reverse', at: AT, reference: 'undo', confirmationNumber: String(4_000_000_000 + place), postingDate: TODAY })) },
  { weight: 1, arbitrary: fc.record({ lotId: lots, value: amounts, price: fc.constantFrom(undefined, '11', '12.4') }).map(({ lotId, value, price }): ErpCommand => ({
    type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId, quantity: kilograms(value), postingDate: TODAY, ...(price === undefined ? {} : { unitPrice: euro(price) }),
  })) },
  { weight: 1, arbitrary: fc.record({ workOrderId: orders, type: fc.constantFrom('releaseOrder' as const, 'holdOrder' as const, 'resumeOrder' as const, 'resumeOrder' as const, 'unlockOrder' as const, 'closeOrder' as const) }).map((change): ErpCommand => ({ at: AT, ...change })) },
  { weight: 1, arbitrary: fc.record({ workOrderId: orders, quantity: quantities }).map((change): ErpCommand => ({ type: 'changeOrder', at: AT, ...change })) },
  { weight: 2, arbitrary: fc.record({ place: places, itemId: fc.constantFrom('PK-1', 'PK-1', 'FG-100', 'RM-1'), quantity: quantities, postingDate: fc.constantFrom(TODAY, TODAY, TODAY, '2026-10-01') })
    .map(({ place: [workOrderId, operationId], ...issue }): ErpCommand => ({ type: 'issueGoods', at: AT, reference: 'issue', workOrderId, operationId, ...issue })) },
  { weight: 1, arbitrary: fc.record({ plannedOrderId: fc.constantFrom('PLN-1', 'PLN-2'), itemId: fc.constantFrom('FG-100', 'SA-10', 'RM-1'), quantity: quantities })
    .map((plan): ErpCommand => ({ type: 'createPlannedOrder', at: AT, reference: 'plan', plannedOrder: { ...plan, startAt: AT, dueAt: AT } })) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('convertPlannedOrder' as const, 'convertPlannedOrder' as const, 'cancelPlannedOrder' as const), plannedOrderId: fc.constantFrom('PLN-1', 'PLN-2') })
    .map((change): ErpCommand => ({ at: AT, reference: 'convert', ...change })) },
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

/** Rounded half even to two decimals. */
function cents(value: Big): string {
  return value.round(2, Big.roundHalfEven).toFixed(2).replace(/^-0\.00$/, '0.00');
}

/** All that holds now, without documents, their numbers, and the names of lots that the ERP made up from them. */
function standing(engine: ErpEngine): unknown {
  const stock = new Map<string, Big>();
  for (const [key, value] of Object.entries(stockByBalances(engine))) {
    const place = key.replace(/\|L4\d{9}$/, '|own');
    stock.set(place, (stock.get(place) ?? new Big(0)).plus(value));
  }
  return {
    stock: [...stock].map(([place, value]) => [place, value.toFixed()]).sort(),
    accounts: [...engine.view.accounts].filter(([, balance]) => balance !== '0.00').sort(),
    orders: [...engine.view.orders.values()].map((order) => ({ ...order, revision: 0, operations: order.operations.map((operation) => ({ ...operation, finalBy: operation.finalBy !== undefined })) })),
    followUps: engine.followUps().filter(({ status }) => status === 'open').map(({ itemId, quantity, workOrderId, position, lotIds }) => ({ itemId, quantity, workOrderId, position, lotIds })),
    confirmations: engine.confirmations().filter(({ reverses, reversedBy }) => reverses === undefined && reversedBy === undefined).map(({ reference, booked }) => ({ reference, booked })),
    serials: [...engine.view.serials.keys()].sort(),
  };
}

describe('after any sequence of valid and invalid commands', () => {
  it('stock is the sum of movements, nothing is negative, totals are those of the standing confirmations, and a replay gives the same state', () => {
    fc.assert(fc.property(fc.array(commands, { minLength: 5, maxLength: 30 }), (sequence) => {
      const engine = ErpEngine.replay([seed]);
      const accepted: ErpCommand[] = [seed];
      let before = snapshot(engine);
      for (const command of sequence) {
        const isPosted = engine.apply(command).posted;
        const after = snapshot(engine);
        if (isPosted) accepted.push(command);
        else expect(after).toBe(before);
        before = after;
      }

      expect(stockByBalances(engine)).toEqual(stockByMovements(engine));
      for (const [key, value] of Object.entries(stockByBalances(engine))) expect(key.startsWith('CP-4') || new Big(value).gte(0)).toBe(true);
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
          const moved = engine.stockDocuments().flatMap(({ lines }) => lines).filter((line) => line.workOrderId === order.workOrderId && line.position === component.position)
            .map(({ kind, quantity }) => new Big(quantity.value).times(kind === 'issue' ? 1 : kind === 'issueCancelled' ? -1 : 0).toFixed());
          expect(sum(moved)).toBe(component.withdrawn);
        }
        order.operations.slice(1).forEach((operation, index) => expect(new Big(operation.yield.booked).lte(order.operations[index].yield.booked)).toBe(true));
      }
      for (const order of engine.view.orders.values()) {
        const revisions = engine.orderChanges().filter(({ workOrderId }) => workOrderId === order.workOrderId).map(({ revision }) => revision);
        expect(revisions).toEqual([...revisions].sort((left, right) => left - right));
        expect(revisions.at(-1)).toBeLessThanOrEqual(order.revision);
      }
      expect(engine.reservations().every(({ quantity }) => new Big(quantity.value).gt(0))).toBe(true);
      expect(snapshot(ErpEngine.replay(accepted))).toBe(before);
    }), { numRuns: 40 });
  });

  it('every cost entry balances, accounts are the sum of their entries, stock is worth its standard cost to the cent, and a settled order has no WIP', () => {
    fc.assert(fc.property(fc.array(commands, { minLength: 20, maxLength: 40 }), (sequence) => {
      const engine = ErpEngine.replay([seed]);
      for (const command of sequence) engine.apply(command);

      const accounts = new Map<string, Big>();
      for (const { lines } of engine.costEntries()) {
        expect(sum(lines.map(({ debit }) => debit))).toBe(sum(lines.map(({ credit }) => credit)));
        for (const { account, object, debit, credit } of lines) {
          expect([debit, credit].filter((side) => side === '0.00')).toHaveLength(1);
          expect(`${debit} ${credit}`).toMatch(/^\d+\.\d\d \d+\.\d\d$/);
          accounts.set(`${account}|${object}`, (accounts.get(`${account}|${object}`) ?? new Big(0)).plus(debit).minus(credit));
        }
      }
      expect([...accounts].map(([key, balance]) => [key, balance.toFixed(2).replace('-0.00', '0.00')]).sort()).toEqual([...engine.view.accounts].sort());
      expect(sum([...accounts.values()].map((balance) => balance.toFixed()))).toBe('0');

      for (const item of engine.view.items.values()) {
        const inStock = sum(engine.balances().filter(({ itemId }) => itemId === item.itemId).map(({ quantity }) => quantity.value));
        expect(engine.balanceOf('stock', item.itemId)).toBe(cents(new Big(inStock).times(item.standardCost!.amount)));
      }
      for (const order of engine.view.orders.values()) {
        const variances = (['scrapVariance', 'efficiencyVariance', 'usageVariance'] as const).map((account) => engine.balanceOf(account, order.workOrderId));
        const moved = engine.stockDocuments().flatMap(({ lines }) => lines).filter(({ workOrderId }) => workOrderId === order.workOrderId)
          .map(({ kind, itemId, quantity }) => new Big(cents(new Big(quantity.value).times(engine.view.items.get(itemId)!.standardCost!.amount))).times(takesStock(kind) ? 1 : -1).toFixed());
        expect(sum([engine.balanceOf('wip', order.workOrderId), ...variances])).toBe(sum([...moved, order.activityCost]));
        if (isSettled(order)) expect(engine.balanceOf('wip', order.workOrderId)).toBe('0.00');
        else expect(variances).toEqual(['0.00', '0.00', '0.00']);
      }
      expect(sum([...engine.view.orders.values()].map(({ activityCost }) => activityCost))).toBe(new Big(engine.balanceOf('absorption')).times(-1).toFixed().replace(/^-0$/, '0'));
    }), { numRuns: 150 });
  });

  it('what was confirmed and reversed equals never done but for its documents: everything that follows goes the same way', () => {
    fc.assert(fc.property(fc.array(commands, { minLength: 5, maxLength: 20 }), confirms, fc.array(commands, { minLength: 5, maxLength: 15 }), (before, command, after) => {
      const [undone, never] = [ErpEngine.replay([seed]), ErpEngine.replay([seed])];
      for (const earlier of before) [undone, never].forEach((engine) => engine.apply(earlier));
      const others = undone.followUps().map(({ status }) => status);
      const outcome = undone.apply(command);
      // Its output may have served the follow-up of somebody else: that is an effect which its reversal rightly leaves.
      fc.pre(outcome.posted && undone.followUps().slice(0, others.length).every(({ status }, index) => status === others[index]));
      const { number } = (outcome as { readonly result: { readonly number: string } }).result;

      expect(undone.apply(reversal(number)).posted).toBe(true);

      expect(standing(undone)).toEqual(standing(never));
      for (const later of after) {
        // The pair took two numbers: later documents are two numbers on.
        const shifted = later.type === 'reverse' && later.confirmationNumber >= number ? { ...later, confirmationNumber: String(Number(later.confirmationNumber) + 2) } : later;
        const [left, right] = [undone.apply(shifted), never.apply(later)];
        expect(left.posted ? 'posted' : left.code).toBe(right.posted ? 'posted' : right.code);
      }
      expect(standing(undone)).toEqual(standing(never));
    }), { numRuns: 60 });
  });
});
