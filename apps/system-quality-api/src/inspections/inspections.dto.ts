import { InspectionDto, NestedList, SnapshotListDto } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import type { InspectionFilter } from '@plantway/ports';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const STATUSES = ['open', 'held', 'released', 'disposed'] as const;

/** Filter of the list of inspections. */
export class InspectionQueryDto extends PageQueryDto {
  /** Only inspections in this state. */
  @ApiPropertyOptional({ enum: STATUSES, enumName: 'InspectionStatus', example: 'held' })
  @IsOptional()
  @IsIn(STATUSES)
  status?: NonNullable<InspectionFilter['status']>;
}

/** Inspections as the quality system shows them. */
export class InspectionListDto extends SnapshotListDto {
  /** Inspections of this page. */
  @NestedList(() => InspectionDto)
  items!: InspectionDto[];
}
