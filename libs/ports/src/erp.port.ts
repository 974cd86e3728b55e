import type { CallOptions } from './call-options.js';
import type { DeclaredGuarantee } from './guarantee.port.js';
import type { InstanceClaim, InstanceClaimAnswer } from './instance-claim.port.js';
import type { DeliveryReceipt, ForeignDocument } from './delivery.port.js';
import type {
  BillOfMaterial, Instant, InventoryBalance, Item, LotStatus, MaterialConsumption, MaterialLot, MaterialReservation, PlannedOrder, PlannedOrderInErp, PlannedOrderStatus, PlantDate,
  PostingPeriod, ProductionConfirmation, PurchaseOrder, Quantity, ReferenceCode, Routing, WorkOrder, WorkOrderChange, WorkOrderHappened, WorkOrderStatus,
} from '@plantway/canonical';

/** Where a list goes on; `limit` is 1 to 1,000, 100 by default. */
export interface PageRequest {
  readonly cursor?: string;
  readonly limit?: number;
}

/** Something that was left out of an answer because a code or number of it has no row in the translation tables of the site. */
export interface UntranslatedFinding {
  /** The object in the ERP's own words. */
  readonly id: string;
  /** Set when only this part of the object is left out: a component of a work order. Otherwise the whole object is. */
  readonly part?: string;
  /** Table in which the row is missing, and what would have to be there. */
  readonly table: string;
  readonly missing: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  /** When the system of record said so. */
  readonly asOf: Instant;
  /** What is left out of `items`, or of one of them; absent when nothing is. */
  readonly findings?: readonly UntranslatedFinding[];
}

/** One object as the system of record showed it at `asOf`. */
export interface Snapshot<T> {
  readonly value: T;
  readonly asOf: Instant;
  /** Components of a work order that are left out of `value`; absent when nothing is. Any other object is complete, or its read fails. */
  readonly findings?: readonly UntranslatedFinding[];
}

export interface WorkOrderFilter extends PageRequest {
  readonly status?: WorkOrderStatus;
  readonly itemId?: string;
}
export interface PlannedOrderFilter extends PageRequest {
  readonly status?: PlannedOrderStatus;
  readonly itemId?: string;
}
export interface ReservationFilter extends PageRequest {
  readonly itemId?: string;
  readonly workOrderId?: string;
}

/** One thing that happened to a work order in the ERP, on a screen or through us. */
export interface WorkOrderChanged {
  readonly workOrderId: string;
  readonly what: WorkOrderHappened;
  readonly changedAt: Instant;
  /** Revision after it. */
  readonly revision: string;
  /** Our reference, when it came through us. */
  readonly reference?: string;
}

/** A row of the list of changes that cannot be read. Nothing of the others waits for it. */
export interface UnreadableChange {
  /** The order, when that much of the row can be read. */
  readonly workOrderId?: string;
  /** What of it cannot be read, for a person. */
  readonly reason: string;
}

/** What changed since a cursor. Without a cursor it answers nothing but the place where the list ends now. */
export interface WorkOrderChangeFeed {
  readonly items: readonly WorkOrderChanged[];
  /** Always given: where to go on. */
  readonly nextCursor: string;
  readonly asOf: Instant;
  /** Rows that are left out of `items`; absent when none is. */
  readonly leftOut?: readonly UnreadableChange[];
}

/** Which confirmation documents; those that are given must all hold. */
export interface ConfirmationDocumentFilter extends PageRequest {
  /** First and last day under which they were posted. */
  readonly from?: PlantDate;
  readonly to?: PlantDate;
  readonly workOrderId?: string;
}

/** A confirmation, or the reversal of one, as it stands in the ERP, whoever entered it. */
export interface ErpConfirmationDocument {
  readonly number: string;
  /** Name that its sender gave it; absent for one without. */
  readonly reference?: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly postingDate: PlantDate;
  readonly enteredAt: Instant;
  /** Who entered it on a screen; absent for one that came over an interface, and where the ERP does not tell. */
  readonly enteredBy?: string;
  /** As they were entered; of a reversal what it takes back. */
  readonly entered: PostedQuantities;
  /** What it added to the totals of its operation, or took from them, in the unit of the order; never below zero. */
  readonly booked: PostedQuantities;
  /** Number of the confirmation that it takes back; absent for a confirmation. */
  readonly reverses?: string;
  /** Number of its reversal, once it was reversed. */
  readonly reversedBy?: string;
}

export interface InventoryFilter extends PageRequest {
  readonly itemId?: string;
  readonly locationId?: string;
  readonly lotId?: string;
}
export interface PurchaseOrderFilter extends PageRequest {
  readonly supplierId?: string;
}

export const ERP_OPERATIONS = ['confirm', 'reverse', 'release', 'change', 'consume', 'publishPlannedOrder', 'convertPlannedOrder', 'disposeLot'] as const;
export type ErpOperation = (typeof ERP_OPERATIONS)[number];

/** What a backend can do, declared beforehand and shown in the API. */
export interface ErpCapabilities {
  readonly backend: string;
  readonly operations: readonly OperationCapability[];
  /** What the backend does with an expected revision: refuses a stale one, compares it first, or ignores it. */
  readonly ifMatch: 'enforced' | 'checked' | 'none';
  /** The longest one write may take over there, in milliseconds; a settle window must be longer. */
  readonly longestWriteMs: number;
  /** Whether the ERP has a place for the claim of one gateway (`claimInstance`); without one, a second gateway on the same ERP is not noticed. */
  readonly instanceClaim: 'supported' | 'unsupported';
  /** Fields of a confirmation that this ERP has no place for. Plantway keeps them; the message that had one says so. */
  readonly fieldsNotCarried: readonly FieldNotCarried[];
}

/** What a backend can do of one operation, and what keeps it from being done twice. A class may be lowered by what the ERP itself says, never raised by hand. */
export interface OperationCapability extends DeclaredGuarantee {
  readonly operation: ErpOperation;
  readonly supported: boolean;
}

/** A field that does not reach the ERP, and why. */
export interface FieldNotCarried {
  /** Path in a production confirmation, "genealogy[].serialNumber". */
  readonly field: string;
  readonly reason: string;
}

/** Name of one write, the same for ever: UUIDv5 of site, source system, sender's id, message kind and part. */
export type PostingReference = string;

/** One write to the ERP. `partId` is stable within its message ("confirmation", "scrap-BURR"). */
export type ErpPart =
  | { readonly action: 'confirm'; readonly partId: string; readonly confirmation: ProductionConfirmation }
  | { readonly action: 'reverse'; readonly partId: string; readonly siteId: string; readonly receipt: PostingReceipt; readonly postingDate: PlantDate }
  | { readonly action: 'release'; readonly partId: string; readonly siteId: string; readonly workOrderId: string }
  /** `hold`, `resume`, `cancel`, another quantity or other dates. A receipt has document `workOrder`. */
  | { readonly action: 'change'; readonly partId: string; readonly siteId: string; readonly change: WorkOrderChange }
  /** Issues material to an order; a receipt has document `goodsMovement`. */
  | { readonly action: 'consume'; readonly partId: string; readonly siteId: string; readonly consumption: MaterialConsumption; readonly postingDate: PlantDate }
  /** A receipt has document `plannedOrder`. */
  | { readonly action: 'publishPlannedOrder'; readonly partId: string; readonly siteId: string; readonly plannedOrder: PlannedOrder }
  /** The ERP numbers the work order: a receipt has documents `plannedOrder` and `workOrder`. */
  | { readonly action: 'convertPlannedOrder'; readonly partId: string; readonly siteId: string; readonly plannedOrderId: string }
  /** Gives a lot its status; a receipt has document `lotStatus`, numbered by the ERP. */
  | { readonly action: 'disposeLot'; readonly partId: string; readonly siteId: string; readonly itemId: string; readonly lotId: string; readonly status: LotStatus; readonly reason: string };

/** Stands for "whatever part it was" where only site and reference are known: a person, or another process, asks what became of a reference. */
export interface ErpAnyPart {
  readonly action: 'any';
  readonly siteId: string;
}

/** What stands in the ERP for one write. */
export interface PostingReceipt extends DeliveryReceipt {
  readonly documents: readonly ErpDocument[];
  /** Absent for a write without a date of its own: a release. */
  readonly postingDate?: PlantDate;
  /** As the ERP kept them; compared with what we sent when found by a read-back. Absent for a write without quantities. */
  readonly quantities?: PostedQuantities;
  /** What this confirmation had and the ERP has no place for; absent when nothing. */
  readonly notCarried?: readonly FieldNotCarried[];
}

export interface ErpDocument extends ForeignDocument {
  readonly type: 'confirmation' | 'goodsMovement' | 'reversal' | 'workOrder' | 'plannedOrder' | 'lotStatus';
}

export interface PostedQuantities {
  readonly yield: Quantity;
  readonly scrap: Quantity;
  readonly rework: Quantity;
}

/**
 * What Plantway needs from any ERP. A backend does one write per call, retries nothing by itself and keeps no state.
 * Reads throw `TechnicalRetryableError` `ERP_UNAVAILABLE` when the ERP does not answer and `BusinessException` `NOT_FOUND` when it has no such object.
 */
export interface ErpPort {
  capabilities(siteId: string): Promise<ErpCapabilities>;
  items(siteId: string, page: PageRequest, options?: CallOptions): Promise<Page<Item>>;
  item(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Item>>;
  billOfMaterial(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<BillOfMaterial>>;
  routing(siteId: string, itemId: string, options?: CallOptions): Promise<Snapshot<Routing>>;
  workOrders(siteId: string, filter: WorkOrderFilter, options?: CallOptions): Promise<Page<WorkOrder>>;
  workOrder(siteId: string, workOrderId: string, options?: CallOptions): Promise<Snapshot<WorkOrder>>;
  inventoryBalances(siteId: string, filter: InventoryFilter, options?: CallOptions): Promise<Page<InventoryBalance>>;
  lot(siteId: string, itemId: string, lotId: string, options?: CallOptions): Promise<Snapshot<MaterialLot>>;
  purchaseOrders(siteId: string, filter: PurchaseOrderFilter, options?: CallOptions): Promise<Page<PurchaseOrder>>;
  postingPeriods(siteId: string, options?: CallOptions): Promise<Page<PostingPeriod>>;
  workCenters(siteId: string, options?: CallOptions): Promise<Page<ReferenceCode>>;
  plannedOrders(siteId: string, filter: PlannedOrderFilter, options?: CallOptions): Promise<Page<PlannedOrderInErp>>;
  /** What planned orders and open work orders have claim to; rows of zero are left out. */
  reservations(siteId: string, filter: ReservationFilter, options?: CallOptions): Promise<Page<MaterialReservation>>;
  /**
   * What happened to work orders since `cursor`, in the ERP's order, whoever did it. A row that cannot be read is left out and named.
   * @throws BusinessException `CURSOR_INVALID` when the ERP does not know the place, as after it was set back to an older state: read the orders, and begin without a cursor
   */
  changes(siteId: string, request: PageRequest, options?: CallOptions): Promise<WorkOrderChangeFeed>;

  /** Confirmations and their reversals in posting order, whoever entered them: what the gateway's own books are compared with. */
  confirmationDocuments(siteId: string, filter: ConfirmationDocumentFilter, options?: CallOptions): Promise<Page<ErpConfirmationDocument>>;

  /** Splits a confirmation into ordered parts, each one write with its own reference; most ERPs need one part, some several. No effect. */
  planConfirmation(confirmation: ProductionConfirmation, options?: CallOptions): Promise<readonly ErpPart[]>;
  /** The parts that undo `receipts` under the day of `postingDate`, last first; each is posted and found like any other. No effect. */
  planReversal(siteId: string, receipts: readonly PostingReceipt[], postingDate: PlantDate, options?: CallOptions): Promise<readonly ErpPart[]>;
  /**
   * Does one part. The ERP document carries `reference` where the ERP has a field for it.
   * Nothing leaves after `deadlineAt` or once `signal` is aborted (`ERP_UNAVAILABLE`); what was sent before is in doubt. After the first byte only an
   * answer that is documented to be a refusal says "nothing was posted"; one that cannot be read does not.
   * @throws TechnicalRetryableError `ERP_UNAVAILABLE`, `ERP_THROTTLED`, `ERP_MAINTENANCE`, `ERP_ACCESS_REFUSED`, `ORDER_LOCKED`: surely nothing was posted
   * @throws OutcomeUnknownError `ERP_ANSWER_LOST`: only the engine decides what next
   * @throws BusinessException a code of the error catalogue, `ORDER_CLOSED`, `OVER_TOLERANCE`, `PERIOD_CLOSED`...: a person or a condition decides
   */
  post(part: ErpPart, reference: PostingReference, options?: CallOptions): Promise<PostingReceipt>;
  /**
   * What stands in the ERP under `reference`: none, one, or several. Reads the system of record, never a cache or replica.
   * A backend of class B needs the part itself.
   */
  find(part: ErpPart | ErpAnyPart, reference: PostingReference, options?: CallOptions): Promise<readonly PostingReceipt[]>;
  /**
   * Claims the plant for one gateway by compare and set: granted when nobody holds it, when `expected` or `next` is what the ERP keeps, or when it is taken over; the ERP then keeps `next`.
   * Done again it answers the same.
   * Errors as of a write. Of an ERP whose capabilities say `unsupported` it is never asked: DefectError `FLOW_DEFECT`
   */
  claimInstance(siteId: string, claim: InstanceClaim, options?: CallOptions): Promise<InstanceClaimAnswer>;
}
