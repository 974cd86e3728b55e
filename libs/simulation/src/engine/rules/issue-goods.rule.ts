import type { StockDocument } from '../documents.js';
import type { IssueGoods } from '../erp-command.js';
import { amount } from '../exact-amount.js';
import type { ErpOrder, ErpState } from '../erp-state.js';
import { Refusal } from '../refusal.js';
import { requireConsumptions } from './confirm-checks.js';
import { requireQuantity, requireReference } from './entry-form.rule.js';
import { withWithdrawals } from './follow-up.rule.js';
import { planConsumptions } from './issue-components.rule.js';
import { requireChangeable, requireNotHeld, requireOrder, saveOrder } from './order.rule.js';
import { requireOpenPeriod } from './posting-period.rule.js';
import { settle } from './settle.rule.js';
import { StockDraft } from './stock-draft.js';

/**
 * Issues material to an order apart from a confirmation, also when its operation is final already. Unlike with a confirmation, short stock refuses it: nothing else
 * would stand without the material. What is issued to an order that is settled is settled at once.
 * @throws Refusal `MALFORMED`, `ORDER_...`, `OPERATION_UNKNOWN`, `PERIOD_...`, `ITEM_UNKNOWN`, `ISSUE_METHOD_MIXED`, `LOT_UNKNOWN`, `LOT_RESTRICTED`, `UNIT_NOT_CONVERTIBLE`, `STOCK_SHORT`
 */
export function issueGoods(state: ErpState, command: IssueGoods): StockDocument {
  const { at, reference, workOrderId, operationId, itemId, quantity, lotId, postingDate } = command;
  requireReference(reference);
  requireQuantity(quantity, 'quantity');
  if (amount(quantity.value).eq(0)) throw new Refusal('MALFORMED', 'quantity must be above zero.', { field: 'quantity' });
  const order = requireIssuable(state, workOrderId, operationId);
  requireOpenPeriod(state, postingDate);
  const entry = { operationId, consumptions: [{ itemId, quantity, backflush: false, ...(lotId === undefined ? {} : { lotId }) }] };
  requireConsumptions(state, order, entry);

  const draft = new StockDraft(state);
  const { reported, missing: [missing] } = planConsumptions(state, draft, order, entry);
  if (missing !== undefined) throw new Refusal('STOCK_SHORT', `There is not enough stock of item ${itemId}: ${missing.quantity} ${missing.unit} could not be issued.`, { itemId, lotId: lotId ?? '' });
  const document = draft.post({ reference, postingDate, enteredAt: at });
  if (document === undefined) throw new Refusal('MALFORMED', `${quantity.value} ${quantity.unit} is nothing once it is rounded.`, { field: 'quantity' });
  const saved = saveOrder(state, { ...withWithdrawals(order, document, 1), reported }, { what: 'issued', at, reference });
  settle(state, saved, { postingDate, enteredAt: at, sourceDocument: document.number });
  return document;
}

function requireIssuable(state: ErpState, workOrderId: string, operationId: string): ErpOrder {
  const order = requireOrder(state, workOrderId);
  requireChangeable(order);
  if (order.phase === 'created') throw new Refusal('ORDER_NOT_RELEASED', `Order ${workOrderId} is not released.`, { workOrderId });
  requireNotHeld(order);
  if (order.operations.some((operation) => operation.operationId === operationId)) return order;
  throw new Refusal('OPERATION_UNKNOWN', `Order ${workOrderId} has no operation ${operationId}.`, { workOrderId, operationId });
}
