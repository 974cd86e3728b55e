import type { DecimalText, Instant, InventoryBalance, MaterialLot } from '@plantway/canonical';
import type { ConfirmationDocument, ConfirmationEntry, FollowUp, LotStatusChange, OrderChange, StockDocument } from './documents.js';
import type { CostAccount, CostEntry } from './cost-entry.js';
import { emptyState } from './erp-state.js';
import type { ErpOrder, ErpPlannedOrder, ErpState } from './erp-state.js';
import type { Confirm, ErpCommand, ErpResults, Outcome } from './erp-command.js';
import { amount, moneyText } from './exact-amount.js';
import { Refusal } from './refusal.js';
import { confirm } from './rules/confirm.rule.js';
import { accountKey } from './rules/cost-journal.js';
import { processFollowUps } from './rules/follow-up.rule.js';
import { changeOrder } from './rules/change-order.rule.js';
import { createOrder } from './rules/create-order.rule.js';
import { issueGoods } from './rules/issue-goods.rule.js';
import { cancelPlannedOrder, convertPlannedOrder, createPlannedOrder } from './rules/planned-order.rule.js';
import { reservations } from './rules/reservations.js';
import type { Reservation } from './rules/reservations.js';
import { lockOrder, setOrderState } from './rules/order.rule.js';
import { isPlantDate, plantDay, requireOpenPeriod } from './rules/posting-period.rule.js';
import { receiveGoods, setLotStatus } from './rules/receive-goods.rule.js';
import { reverse } from './rules/reverse.rule.js';
import { seedPlant } from './rules/seed-plant.rule.js';

/**
 * An ERP of one plant as a pure function of its commands: no clock, no chance, no input or output. The same commands give the same state, document numbers
 * included. A refused command changes nothing.
 */
export class ErpEngine {
  private readonly state: ErpState = emptyState();

  /** The engine after `commands`, which were all accepted once. @throws Error when one is refused now: the journal belongs to other rules */
  static replay(commands: Iterable<ErpCommand>): ErpEngine {
    const engine = new ErpEngine();
    for (const command of commands) {
      const outcome = engine.apply(command);
      if (!outcome.posted) throw new Error(`The journal cannot be replayed: ${command.type} of ${command.at} is refused with ${outcome.code} (${outcome.message}).`);
    }
    return engine;
  }

  /** Posts `command` completely, or refuses it without any change. Business time never runs backwards: an older `at` is refused as `MALFORMED`. */
  apply<C extends ErpCommand>(command: C): Outcome<ErpResults[C['type']]> {
    try {
      this.requireTime(command.at);
      const result = this.post(command) as ErpResults[C['type']];
      this.state.lastAt = command.at;
      this.postFollowUps(command);
      return { posted: true, result: this.refreshed(result) };
    } catch (error) {
      if (error instanceof Refusal) return { posted: false, code: error.code, message: error.message, facts: error.facts };
      throw error;
    }
  }

  /** All that the ERP knows, to be read only; the methods below answer the usual questions. */
  get view(): Readonly<ErpState> {
    return this.state;
  }
  order(workOrderId: string): ErpOrder | undefined {
    return this.state.orders.get(workOrderId);
  }
  plannedOrder(plannedOrderId: string): ErpPlannedOrder | undefined {
    return this.state.plannedOrders.get(plannedOrderId);
  }
  plannedOrders(): readonly ErpPlannedOrder[] {
    return [...this.state.plannedOrders.values()];
  }
  /** The log of all that happened to orders, without its first `skip` lines. */
  orderChanges(skip = 0): readonly OrderChange[] {
    return this.state.orderChanges.slice(skip);
  }
  lotStatusChanges(): readonly LotStatusChange[] {
    return this.state.lotStatusChanges;
  }
  /** What planned orders and open work orders have claim to, sorted by item and order; nothing that is zero. */
  reservations(): readonly Reservation[] {
    return reservations(this.state);
  }
  /** In posting order, reversals included. */
  confirmations(): readonly ConfirmationDocument[] {
    return [...this.state.confirmations.values()];
  }
  confirmation(number: string): ConfirmationDocument | undefined {
    return this.state.confirmations.get(number);
  }
  /** All documents that carry `reference`, oldest first: none, one, or several. */
  confirmationsUnder(reference: string): readonly ConfirmationDocument[] {
    return (this.state.confirmationsByReference.get(reference) ?? []).map((number) => this.state.confirmations.get(number)!);
  }
  /** In posting order. */
  stockDocuments(): readonly StockDocument[] {
    return [...this.state.stockDocuments.values()];
  }
  /** The cost journal in posting order, without its first `skip` entries. */
  costEntries(skip = 0): readonly CostEntry[] {
    return this.state.costEntries.slice(skip);
  }
  /** Debits minus credits of an account, for one item, work order or work center, or for all of them: "927.00", "-2185.40". */
  balanceOf(account: CostAccount, object?: string): DecimalText {
    const own = [...this.state.accounts].filter(([key]) => (object === undefined ? key.startsWith(`${account}|`) : key === accountKey(account, object)));
    return moneyText(own.reduce((sum, [, balance]) => sum.plus(balance), amount('0')));
  }
  followUps(): readonly FollowUp[] {
    return [...this.state.followUps.values()];
  }
  lot(itemId: string, lotId: string): MaterialLot | undefined {
    return this.state.lots.get(itemId)?.get(lotId);
  }
  /** Balances that are not zero, sorted by item, location and lot. */
  balances(): readonly InventoryBalance[] {
    return [...this.state.stock.entries()].filter(([, value]) => value !== '0').sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => {
      const [itemId = '', locationId = '', lotId = ''] = key.split('|');
      const lot = lotId === '' ? {} : { lotId };
      return { itemId, locationId, ...lot, status: this.lot(itemId, lotId)?.status ?? 'unrestricted', quantity: { value, unit: this.state.items.get(itemId)!.baseUnit } };
    });
  }

  private requireTime(at: Instant): void {
    const time = Date.parse(at);
    if (Number.isNaN(time) || time < Date.parse(this.state.lastAt)) throw new Refusal('MALFORMED', `Business time ${at} is no instant, or before ${this.state.lastAt}.`, { field: 'at' });
  }

  private post(command: ErpCommand): ErpResults[ErpCommand['type']] {
    switch (command.type) {
      case 'seedPlant': return void seedPlant(this.state, command);
      case 'createOrder': return createOrder(this.state, command.order, command.at);
      case 'changeOrder': return changeOrder(this.state, command);
      case 'lockOrder': return lockOrder(this.state, command.workOrderId, command.user);
      case 'setPeriod': return void this.state.periods.set(command.period.periodId, command.period);
      case 'setLotStatus': return setLotStatus(this.state, command);
      case 'receiveGoods': return receiveGoods(this.state, command);
      case 'issueGoods': return issueGoods(this.state, command);
      case 'createPlannedOrder': return createPlannedOrder(this.state, command);
      case 'convertPlannedOrder': return convertPlannedOrder(this.state, command);
      case 'cancelPlannedOrder': return cancelPlannedOrder(this.state, command);
      case 'confirm': return confirm(this.state, command.at, entryOf(command));
      case 'reverse': return reverse(this.state, command);
      case 'processFollowUps': {
        requireOpenPeriod(this.state, command.postingDate);
        return processFollowUps(this.state, command.at, command.postingDate);
      }
      case 'releaseOrder': case 'holdOrder': case 'resumeOrder': case 'closeOrder': case 'cancelOrder': case 'unlockOrder': return setOrderState(this.state, command);
      default: throw new Refusal('MALFORMED', `There is no command ${String((command as { type?: unknown }).type)}.`, { field: 'type' });
    }
  }

  /** Stock may have grown, or a lot or a period come free: what waits for it is posted now. */
  private postFollowUps(command: ErpCommand): void {
    if (command.type === 'seedPlant' || command.type === 'processFollowUps') return;
    const postingDate = 'postingDate' in command ? command.postingDate : plantDay(this.state, command.at);
    if (isPlantDate(postingDate)) processFollowUps(this.state, command.at, postingDate);
  }

  /** A confirmation may have got a stock document more since it was posted. */
  private refreshed<T>(result: T): T {
    const number = (result as { number?: unknown } | undefined)?.number;
    return ((typeof number === 'string' ? this.state.confirmations.get(number) : undefined) as T | undefined) ?? result;
  }
}

/** What was entered, without the frame of the command. */
function entryOf(command: Confirm): ConfirmationEntry {
  const entry: Partial<{ type: string; at: string }> & ConfirmationEntry = { ...command };
  delete entry.type;
  delete entry.at;
  return entry;
}
