import { DISPATCH_STATES, JOB_ORDER_VERBS, WORK_ORDER_STATUSES, type DispatchState, type JobOrderVerb, type WorkOrderStatus } from '@plantway/canonical';
import { JobOrderDto, LotQuantityDto, QuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { AcknowledgedDto } from './acknowledged.dto.js';
import { ConsumedMaterialDto } from './consumed-material.dto.js';
import { OperationProgressDto } from './operation-progress.dto.js';
import { TracedUnitDto } from './traced-unit.dto.js';

/** Why an order stands still. */
export class HoldDto {
  /**
   * What happened, in words.
   * @example "The MES refused job order WO-1001-0020: the fixture is in repair."
   */
  reason!: string;

  /** Since when, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  since!: string;
}

/** Where the job orders of a work order stand with the MES. */
export class DispatchDto {
  /** `pending`: not with the MES yet; `sent`: with it, or offered to be fetched; then what the MES said. */
  @ApiProperty({ enum: DISPATCH_STATES, enumName: 'DispatchState', example: 'accepted' })
  state!: DispatchState;

  /**
   * Version of the job orders, from 1.
   * @example 1
   */
  version!: number;

  /** What the MES is asked to do with this version. */
  @ApiProperty({ enum: JOB_ORDER_VERBS, enumName: 'JobOrderVerb', example: 'Store' })
  verb!: JobOrderVerb;

  /**
   * Id of the change for which this version is only asked for; absent when it counts.
   * @example "change-4711"
   */
  proposalFor?: string;

  /** Since when it stands there, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  since!: string;

  /**
   * Message that carries this version to the MES; absent until it is written.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId?: string;
}

/** A job order with what the MES said about it. Its state is the one by what was reported, not the one that the MES was told. */
export class ExecutedJobOrderDto extends JobOrderDto {
  /** What the MES said about this version; absent while it has said nothing. */
  acknowledged?: AcknowledgedDto;
}

/** A work order as it is carried out: what the ERP says, what the MES was given, and what was confirmed. */
export class WorkOrderExecutionDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /**
   * The item that is made.
   * @example "FG-100"
   */
  itemId!: string;

  /** State of the order in the ERP. */
  @ApiProperty({ enum: WORK_ORDER_STATUSES, enumName: 'WorkOrderStatus', example: 'inProgress' })
  status!: WorkOrderStatus;

  /**
   * Revision of the order in the ERP.
   * @example "7"
   */
  revision!: string;

  /**
   * How much is to be made; absent for an order that was last read before this was kept.
   * @example { "value": "100", "unit": "H87" }
   */
  quantity?: QuantityDto;

  /** When the ERP said so, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  asOf!: string;

  /** Why the order stands still; absent while it does not. */
  held?: HoldDto;

  /** Where the job orders stand; absent for an order that has none, because it is not released. */
  dispatch?: DispatchDto;

  /** The job orders in their newest version, in the order in which they are made. `state` is by what was reported: `NotAllowedToStart` until the operation before has made something good, `Running` since the first report, `Ended` with the last one; what stands still or is called off is as the MES was told. */
  jobOrders!: ExecutedJobOrderDto[];

  /** What was reported on each operation. */
  operations!: OperationProgressDto[];

  /** Lots that the order has made. */
  producedLots!: LotQuantityDto[];

  /** Material that was used. */
  consumed!: ConsumedMaterialDto[];

  /** Serial numbers that the order has made. */
  genealogy!: TracedUnitDto[];
}
