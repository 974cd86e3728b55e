import { BillOfMaterialDto, ItemDto, MaterialLotDto, RoutingDto, UntranslatedFindingDto, WorkOrderDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** An item as the ERP showed it. */
export class ItemSnapshotDto extends ItemDto {
  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}

/** A bill of material as the ERP showed it. */
export class BillOfMaterialSnapshotDto extends BillOfMaterialDto {
  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}

/** A routing as the ERP showed it. */
export class RoutingSnapshotDto extends RoutingDto {
  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}

/** A work order as the ERP showed it. */
export class WorkOrderSnapshotDto extends WorkOrderDto {
  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  /**
   * Components that are left out because a code of them has no translation; absent when nothing is.
   * @example [{ "id": "WO-1001", "part": "RM-1", "table": "erpCodes/erp-simulated/units", "missing": "CRATE" }]
   */
  findings?: UntranslatedFindingDto[];
}

/** A lot as the ERP showed it. */
export class MaterialLotSnapshotDto extends MaterialLotDto {
  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}
