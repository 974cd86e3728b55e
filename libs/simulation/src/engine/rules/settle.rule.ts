import { add, amount, multiply, ratio, toMoney } from '../exact-amount.js';
import type { Amount, Ratio } from '../exact-amount.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import { componentCost, setupCost, timeCost } from '../standard-cost.js';
import { accountBalance, postCostEntry } from './cost-journal.js';
import type { CostHeader } from './cost-journal.js';

/** True from the final confirmation of the last operation, or from closing or cancelling, on: nothing may be left in WIP. */
export function isSettled(order: ErpOrder): boolean {
  return order.phase === 'closed' || order.phase === 'cancelled' || order.operations.at(-1)!.finalBy !== undefined;
}

/**
 * Brings the variances of an order to what they must be now, against WIP. A settled order ends with a WIP of zero, also when something is posted to it
 * afterwards (a follow-up, a late report, a reversal); the reversal of its final confirmation takes all of the settlement back.
 *
 * - scrap variance: scrap of each operation at the standard cost of material and run time up to there, without set-up;
 * - efficiency variance: what the time cost, minus standard set-up of the yield and standard run time of yield and scrap;
 * - usage variance: all else, such as material used off standard and pieces left between operations.
 */
export function settle(state: ErpState, order: ErpOrder, header: Omit<CostHeader, 'event' | 'workOrderId'>): readonly string[] {
  const { workOrderId } = order;
  const wip = accountBalance(state, 'wip', workOrderId);
  const standing = (account: 'scrapVariance' | 'efficiencyVariance' | 'usageVariance'): Amount => accountBalance(state, account, workOrderId);
  const settled = isSettled(order);
  const nothing = amount('0');
  const scrap = (settled ? scrapVariance(state, order) : nothing).minus(standing('scrapVariance'));
  const efficiency = (settled ? efficiencyVariance(state, order) : nothing).minus(standing('efficiencyVariance'));
  const usage = settled ? wip.minus(scrap).minus(efficiency) : nothing.minus(standing('usageVariance'));
  return postCostEntry(state, { ...header, event: settled ? 'settlement' : 'settlementCancelled', workOrderId }, [
    { account: 'scrapVariance', object: workOrderId, amount: scrap },
    { account: 'efficiencyVariance', object: workOrderId, amount: efficiency },
    { account: 'usageVariance', object: workOrderId, amount: usage },
    { account: 'wip', object: workOrderId, amount: nothing.minus(scrap).minus(efficiency).minus(usage) },
  ]);
}

function scrapVariance(state: ErpState, order: ErpOrder): Amount {
  const product = state.items.get(order.itemId)!;
  let perPiece = ratio('0');
  let lost = ratio('0');
  for (const operation of order.operations) {
    for (const component of order.components) {
      if (component.operationId === operation.operationId) perPiece = add(perPiece, componentCost(state, product, component));
    }
    perPiece = add(perPiece, timeCost(state, operation.workCenterId, ratio(operation.runMinutes)));
    lost = add(lost, multiply(ratio(operation.scrap.booked), perPiece));
  }
  return toMoney(lost);
}

function efficiencyVariance(state: ErpState, order: ErpOrder): Amount {
  const product = state.items.get(order.itemId)!;
  const finished = ratio(order.operations.at(-1)!.yield.booked);
  const standard = order.operations.reduce<Ratio>((sum, { workCenterId, setupMinutes, runMinutes, yield: good, scrap }) => {
    const setup = multiply(setupCost(state, product, workCenterId, setupMinutes), finished);
    const run = multiply(timeCost(state, workCenterId, ratio(runMinutes)), ratio(amount(good.booked).plus(scrap.booked)));
    return add(add(sum, setup), run);
  }, ratio('0'));
  return amount(order.activityCost).minus(toMoney(standard));
}
