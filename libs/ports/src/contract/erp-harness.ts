import type { LotStatus, PlantDate, WorkOrderStatus } from '@plantway/canonical';
import type { ErpOperation, ErpPort } from '../erp.port.js';

/** A made-to-order thing that a scenario may post on: 100 pieces, 5 % over-delivery, at least two operations, nothing confirmed. */
export interface ContractOrder {
  readonly workOrderId: string;
  readonly itemId: string;
  readonly firstOperation: string;
  readonly secondOperation: string;
  /** A component of the first operation that the ERP backflushes and that is kept in lots. */
  readonly lotTrackedComponent: string;
}

/** A released order with a component that the ERP does not backflush: it is reported. */
export interface OrderWithReportedComponent {
  readonly workOrderId: string;
  /** Operation that uses the component. */
  readonly operationId: string;
  /** The component, counted in pieces, of which at least 100 are in stock, and which is not kept in lots. */
  readonly reportedComponent: string;
  /** Another component of the order, which the ERP backflushes, and the operation that uses it. */
  readonly backflushedComponent: string;
  readonly backflushingOperation: string;
}

/** Things that stand in the ERP before a scenario begins. */
export interface ContractFacts {
  /** An item that is made, with a bill of material and a routing. */
  readonly madeItemId: string;
  /** A lot that may be used, with stock, of an item that is counted in kilograms. */
  readonly lot: { readonly itemId: string; readonly lotId: string };
  /** An order that exists, could be released, and is not. */
  readonly orderNotReleased: string;
  readonly scrapReason: string;
  readonly openDate: PlantDate;
  /** Another day whose period is open. */
  readonly otherOpenDate: PlantDate;
  readonly closedDate: PlantDate;
  readonly futureDate: PlantDate;
}

/** What the ERP really keeps, read past the port: the judge of a scenario. */
export interface ContractDocument {
  readonly number: string;
  readonly reference: string;
}

/** Faults of the foreign system. Each meets the next call that it fits, once, unless it says otherwise. */
export interface ContractControl {
  /** A person opens the order on a screen, and leaves it. */
  lockOrder(workOrderId: string): Promise<void>;
  unlockOrder(workOrderId: string): Promise<void>;
  /** A person releases the order on a screen. */
  releaseOnScreen(workOrderId: string): Promise<void>;
  /** A person holds the order on a screen. */
  holdOnScreen(workOrderId: string): Promise<void>;
  /** The next write is kept, and its answer never comes. */
  loseNextAnswer(): Promise<void>;
  /** The next write is lost on the way: nothing is kept, no answer comes. */
  loseNextRequest(): Promise<void>;
  /** The next write is kept and answered with an error of which nobody knows what it means. */
  failAfterNextCommit(): Promise<void>;
  /** The next write is kept and answered with a page that a proxy made. */
  answerNextCommitWithPage(): Promise<void>;
  /** The next write is kept and answered with a success whose time, or whose number, nobody can read. */
  answerNextCommitUnreadably(what: 'stamp' | 'number'): Promise<void>;
  /** The next write is kept, and its answer breaks off in the middle. */
  breakNextAnswer(): Promise<void>;
  /** The next write is kept, and its answer comes a byte at a time, far too slowly. */
  dripNextAnswer(): Promise<void>;
  /** The next write is not kept, and the refusal breaks off in the middle. */
  breakNextRefusal(): Promise<void>;
  /** The next write meets a page that a proxy made; nothing is kept. */
  answerNextWriteWithPage(): Promise<void>;
  /** The next call meets the ERP's maintenance, which asks to stay away for so long. */
  maintenance(seconds: number): Promise<void>;
  /** The next call is refused because there were too many. */
  throttle(seconds: number): Promise<void>;
}

/** One ERP, freshly filled, behind the port that is judged. Every scenario gets its own. */
export interface ErpHarness {
  readonly erp: ErpPort;
  readonly siteId: string;
  readonly facts: ContractFacts;
  readonly control: ContractControl;
  /** Another released order, as `ContractOrder` says; every call makes a new one. `quantity` in pieces. */
  releasedOrder(quantity?: string): Promise<ContractOrder>;
  /** As `releasedOrder`, of another item. */
  orderWithReportedComponent(): Promise<OrderWithReportedComponent>;
  /** The same port, bound to an address where nobody listens. */
  unreachable(): ErpPort;
  /** The same port, bound with a credential that the ERP refuses. */
  withoutAccess(): ErpPort;
  /** What the ERP itself says about an order. */
  statusOf(workOrderId: string): Promise<WorkOrderStatus>;
  lotStatusOf(itemId: string, lotId: string): Promise<LotStatus>;
  /** Every confirmation and reversal that the ERP keeps, in posting order. */
  ledger(): Promise<readonly ContractDocument[]>;
  /** Every goods movement to an order that belongs to no confirmation, in posting order. */
  issues(): Promise<readonly ContractDocument[]>;
}

/** One sentence about any ERP, with the code that makes it true or throws. */
export interface ErpScenario {
  readonly group: 'reads' | 'planning' | 'posting' | 'refusals' | 'faults' | 'doubt' | 'reversals' | 'releases' | 'changes' | 'consumptions' | 'plannedOrders' | 'dispositions' | 'claims';
  readonly name: string;
  /** The operation that a backend must support for the scenario to mean anything. */
  readonly needs?: ErpOperation;
  run(harness: ErpHarness): Promise<void>;
}
