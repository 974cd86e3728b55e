import { IsOptional, IsString, MaxLength } from 'class-validator';
import { PlantCodeDto, WorkCenterDto } from './equipment.dto.js';
import { InventoryBalanceDto } from './inventory.dto.js';
import { ItemDto } from './item.dto.js';
import { IsInstant } from './checks.js';
import { NestedList } from './nested.js';
import { MaterialReservationDto, PlannedOrderInErpDto } from './planned-order.dto.js';
import { PurchaseOrderDto } from './purchase-order.dto.js';
import { PostingPeriodDto } from './site.dto.js';
import { WorkOrderDto } from './work-order.dto.js';

/** One page of a list. A list that goes on says where. */
export abstract class ListDto {
  /**
   * Give it back as `cursor` to read on; null at the end.
   * @example "eyJhZnRlciI6IldPLTEwMDEifQ"
   */
  @IsOptional() @IsString() @MaxLength(2_000)
  nextCursor!: string | null;
}

/** Something that was left out because a code of it has no row in the translation tables of the site. */
export class UntranslatedFindingDto {
  /**
   * The object in the ERP's own words.
   * @example "WO-1001"
   */
  @IsString()
  id!: string;

  /**
   * Set when only this part of the object is left out: a component of a work order.
   * @example "RM-1"
   */
  @IsOptional() @IsString()
  part?: string;

  /**
   * Table in which the row is missing.
   * @example "erpCodes/erp-simulated/units"
   */
  @IsString()
  table!: string;

  /**
   * What has no row there.
   * @example "CRATE"
   */
  @IsString()
  missing!: string;
}

/** One page of a list read from a system of record. */
export abstract class SnapshotListDto extends ListDto {
  /**
   * When the system of record said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @IsInstant()
  asOf!: string;

  /**
   * What is left out of the page; absent when nothing is.
   * @example [{ "id": "WO-1001", "part": "RM-1", "table": "erpCodes/erp-simulated/units", "missing": "CRATE" }]
   */
  @IsOptional() @NestedList(() => UntranslatedFindingDto)
  findings?: UntranslatedFindingDto[];
}

/** Items. */
export class ItemListDto extends SnapshotListDto {
  /**
   * Items of this page.
   * @example [{ "itemId": "RM-1", "description": "Steel bar", "baseUnit": "KGM", "baseUnitDecimals": 3, "conversions": [], "procurement": "bought", "tracking": "lot" }]
   */
  @NestedList(() => ItemDto)
  items!: ItemDto[];
}

/** Work orders. */
export class WorkOrderListDto extends SnapshotListDto {
  /**
   * Work orders of this page.
   * @example [{ "workOrderId": "WO-1001", "siteId": "BER1", "itemId": "FG-100", "quantity": { "value": "100", "unit": "H87" }, "overDeliveryTolerancePercent": "5", "status": "released", "startAt": "2026-11-22T05:00:00.000Z", "dueAt": "2026-11-24T21:00:00.000Z", "operations": [], "components": [], "revision": "7" }]
   */
  @NestedList(() => WorkOrderDto)
  items!: WorkOrderDto[];
}

/** Stock. */
export class InventoryBalanceListDto extends SnapshotListDto {
  /**
   * Balances of this page.
   * @example [{ "itemId": "RM-1", "locationId": "RAW", "lotId": "RM1-0815", "status": "unrestricted", "quantity": { "value": "412.75", "unit": "KGM" } }]
   */
  @NestedList(() => InventoryBalanceDto)
  items!: InventoryBalanceDto[];
}

/** Purchase orders. */
export class PurchaseOrderListDto extends SnapshotListDto {
  /**
   * Purchase orders of this page.
   * @example [{ "purchaseOrderId": "PO-7001", "supplierId": "SUP-12", "status": "open", "lines": [] }]
   */
  @NestedList(() => PurchaseOrderDto)
  items!: PurchaseOrderDto[];
}

/** Posting periods. */
export class PostingPeriodListDto extends SnapshotListDto {
  /**
   * Periods of this page.
   * @example [{ "periodId": "2026-11", "startsOn": "2026-11-01", "endsOn": "2026-11-30", "status": "open" }]
   */
  @NestedList(() => PostingPeriodDto)
  items!: PostingPeriodDto[];
}

/** Work centers. */
export class WorkCenterListDto extends SnapshotListDto {
  /**
   * Work centers of this page.
   * @example [{ "code": "WC-20", "description": "Assembly", "active": true }]
   */
  @NestedList(() => WorkCenterDto)
  items!: WorkCenterDto[];
}

/** Planned orders. */
export class PlannedOrderListDto extends SnapshotListDto {
  /**
   * Planned orders of this page.
   * @example [{ "plannedOrderId": "PLN-000042", "siteId": "BER1", "itemId": "FG-100", "quantity": { "value": "60", "unit": "H87" }, "startAt": "2026-11-23T05:00:00.000Z", "dueAt": "2026-11-25T13:00:00.000Z", "status": "planned" }]
   */
  @NestedList(() => PlannedOrderInErpDto)
  items!: PlannedOrderInErpDto[];
}

/** Claims to material. */
export class MaterialReservationListDto extends SnapshotListDto {
  /**
   * Claims of this page.
   * @example [{ "itemId": "RM-1", "operationId": "0010", "workOrderId": "WO-1001", "quantity": { "value": "45", "unit": "KGM" } }]
   */
  @NestedList(() => MaterialReservationDto)
  items!: MaterialReservationDto[];
}

/** Codes that a plant may use. */
export class ReferenceCodeListDto extends ListDto {
  /**
   * Codes of this page.
   * @example [{ "code": "BURR", "description": "Burr on an edge", "active": true }]
   */
  @NestedList(() => PlantCodeDto)
  items!: PlantCodeDto[];
}
