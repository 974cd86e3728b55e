import { BUSINESS_KEY, MAINTENANCE_STATUSES, type MaintenanceStatus } from '@plantway/canonical';
import { Key, MaintenanceWorkDto, NestedList, SnapshotListDto } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

/** Filters of the list of requests; those that are given must all hold. */
export class MaintenanceQueryDto extends PageQueryDto {
  /** Only requests in this state. */
  @ApiPropertyOptional({ enum: MAINTENANCE_STATUSES, enumName: 'MaintenanceStatus', example: 'assigned' })
  @IsOptional()
  @IsIn(MAINTENANCE_STATUSES)
  status?: MaintenanceStatus;

  /**
   * Only requests about this equipment.
   * @example "WU-10-A"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  equipmentId?: string;
}

/** Requests as the maintenance system shows them. */
export class MaintenanceWorkListDto extends SnapshotListDto {
  /** Requests of this page. */
  @NestedList(() => MaintenanceWorkDto)
  items!: MaintenanceWorkDto[];
}
