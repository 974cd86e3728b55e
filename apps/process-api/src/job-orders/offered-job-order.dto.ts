import { JOB_ORDER_VERBS, type JobOrderVerb } from '@plantway/canonical';
import { JobOrderDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** A job order with what the MES is asked to do about it. */
export class OfferedJobOrderDto extends JobOrderDto {
  /** What is to be done with all job orders of the work order: methods of OPC 10031-4. */
  @ApiProperty({ enum: JOB_ORDER_VERBS, enumName: 'JobOrderVerb', example: 'Update' })
  verb!: JobOrderVerb;

  /**
   * Set while this version is only asked for: id of the change of the work order that follows when the MES accepts.
   * @example "change-4711"
   */
  proposalFor?: string;
}
