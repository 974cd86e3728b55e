import type { Instant, LotStatus, Money, PlantDate, PostingPeriod, Quantity } from '@plantway/canonical';
import type { ConfirmationDocument, ConfirmationEntry, FollowUp, LotStatusChange, StockDocument } from './documents.js';
import type { ErpOrder, ErpPlannedOrder } from './erp-state.js';
import type { NewOrder, NewPlannedOrder, PlantData } from './plant-data.js';
import type { RefusalCode } from './refusal.js';

/** What every command carries: the business time at which it was entered. */
interface Entered {
  readonly at: Instant;
}
export interface SeedPlant extends Entered {
  readonly type: 'seedPlant';
  readonly plant: PlantData;
}
export interface CreateOrder extends Entered {
  readonly type: 'createOrder';
  readonly order: NewOrder;
}
/** What a change of an order may carry, whoever makes it. */
interface OrderChangeFrame extends Entered {
  readonly workOrderId: string;
  /** Name that the sender gives the change; searchable in the log of changes, not unique. */
  readonly reference?: string;
  /** Revision that the sender saw; another one is refused. */
  readonly expectedRevision?: string;
  readonly reason?: string;
}
/** Release, hold, resume, close, cancel; and the record lock that a user holds while the order is on a screen. */
export interface SetOrderState extends OrderChangeFrame {
  readonly type: 'releaseOrder' | 'holdOrder' | 'resumeOrder' | 'closeOrder' | 'cancelOrder' | 'unlockOrder';
}
/** Another quantity or other dates for an order that is created or released; what is left out stays. At least one of them is given. */
export interface ChangeOrder extends OrderChangeFrame {
  readonly type: 'changeOrder';
  /** In any unit that the item knows. */
  readonly quantity?: Quantity;
  readonly startAt?: Instant;
  readonly dueAt?: Instant;
}
export interface LockOrder extends Entered {
  readonly type: 'lockOrder';
  readonly workOrderId: string;
  readonly user: string;
}
export interface SetPeriod extends Entered {
  readonly type: 'setPeriod';
  readonly period: PostingPeriod;
}
export interface SetLotStatus extends Entered {
  readonly type: 'setLotStatus';
  readonly itemId: string;
  readonly lotId: string;
  readonly status: LotStatus;
  readonly reference?: string;
  readonly reason?: string;
}
/** Material that goes to an order by itself; it is issued whole or not at all. */
export interface IssueGoods extends Entered {
  readonly type: 'issueGoods';
  readonly reference: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  readonly lotId?: string;
  readonly postingDate: PlantDate;
}
export interface CreatePlannedOrder extends Entered {
  readonly type: 'createPlannedOrder';
  readonly reference: string;
  readonly plannedOrder: NewPlannedOrder;
}
/** Makes a work order of a planned one; the ERP numbers it. */
export interface ConvertPlannedOrder extends Entered {
  readonly type: 'convertPlannedOrder';
  readonly reference: string;
  readonly plannedOrderId: string;
}
export interface CancelPlannedOrder extends Entered {
  readonly type: 'cancelPlannedOrder';
  readonly plannedOrderId: string;
}
/** Receipt of bought material; an unknown lot is created unrestricted. */
export interface ReceiveGoods extends Entered {
  readonly type: 'receiveGoods';
  readonly reference?: string;
  readonly itemId: string;
  readonly locationId: string;
  readonly lotId?: string;
  readonly quantity: Quantity;
  /** Price of one base unit in the plant's currency; the standard cost when absent. What differs goes to `priceDifference`. */
  readonly unitPrice?: Money;
  readonly postingDate: PlantDate;
}
export interface Confirm extends Entered, ConfirmationEntry {
  readonly type: 'confirm';
}
export interface Reverse extends Entered {
  readonly type: 'reverse';
  readonly reference: string;
  readonly confirmationNumber: string;
  readonly postingDate: PlantDate;
  /** Who does it on a screen; absent for what comes over an interface. */
  readonly user?: string;
}
/** Tries every open follow-up again; the engine also does so by itself whenever stock grows. */
export interface ProcessFollowUps extends Entered {
  readonly type: 'processFollowUps';
  readonly postingDate: PlantDate;
}

/** Everything that changes the ERP. Plain data; the journal is a list of them. */
export type ErpCommand =
  | SeedPlant | CreateOrder | SetOrderState | ChangeOrder | LockOrder | SetPeriod | SetLotStatus | ReceiveGoods | IssueGoods | CreatePlannedOrder | ConvertPlannedOrder | CancelPlannedOrder
  | Confirm | Reverse | ProcessFollowUps;

/** What a command of each type answers. */
export interface ErpResults {
  seedPlant: undefined;
  createOrder: ErpOrder;
  releaseOrder: ErpOrder;
  holdOrder: ErpOrder;
  resumeOrder: ErpOrder;
  closeOrder: ErpOrder;
  cancelOrder: ErpOrder;
  lockOrder: ErpOrder;
  unlockOrder: ErpOrder;
  changeOrder: ErpOrder;
  setPeriod: undefined;
  setLotStatus: LotStatusChange;
  receiveGoods: StockDocument;
  issueGoods: StockDocument;
  createPlannedOrder: ErpPlannedOrder;
  convertPlannedOrder: ErpPlannedOrder;
  cancelPlannedOrder: ErpPlannedOrder;
  confirm: ConfirmationDocument;
  reverse: ConfirmationDocument;
  processFollowUps: readonly FollowUp[];
}

/** Posted completely, or refused without any change. */
export type Outcome<T> =
  | { readonly posted: true; readonly result: T }
  | { readonly posted: false; readonly code: RefusalCode; readonly message: string; readonly facts: Readonly<Record<string, string>> };
