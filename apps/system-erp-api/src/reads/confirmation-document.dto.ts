import { BUSINESS_KEY } from '@plantway/canonical';
import { IsPlantDate, Key, SnapshotListDto } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import type { ErpConfirmationDocument } from '@plantway/ports';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { PostedQuantitiesDto } from '../postings/receipt.dto.js';

/** Filters of the list of confirmation documents; those that are given must all hold. */
export class ConfirmationDocumentQueryDto extends PageQueryDto {
  /**
   * Only documents that were posted under this day or a later one.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  from?: string;

  /**
   * Only documents that were posted under this day or an earlier one.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  to?: string;

  /**
   * Only documents of this work order.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** A confirmation, or the reversal of one, as it stands in the ERP, whoever entered it. */
export class ConfirmationDocumentDto implements ErpConfirmationDocument {
  /**
   * Its number in the ERP.
   * @example "4000000007"
   */
  number!: string;

  /**
   * Name that its sender gave it; absent for one without.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference?: string;

  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /**
   * Operation of the work order.
   * @example "0010"
   */
  operationId!: string;

  /**
   * Plant-local day under which it was posted.
   * @example "2026-11-22"
   */
  postingDate!: string;

  /** When the ERP posted it, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:07.000Z' })
  enteredAt!: string;

  /**
   * Who entered it on a screen; absent for one that came over an interface, and where the ERP does not tell.
   * @example "J. Meier"
   */
  enteredBy?: string;

  /** As they were entered; of a reversal what it takes back. */
  entered!: PostedQuantitiesDto;

  /** What it added to the totals of its operation, or took from them, in the unit of the order. */
  booked!: PostedQuantitiesDto;

  /**
   * Number of the confirmation that it takes back; absent for a confirmation.
   * @example "4000000006"
   */
  reverses?: string;

  /**
   * Number of its reversal, once it was reversed.
   * @example "4000000009"
   */
  reversedBy?: string;
}

/** One page of confirmation documents, in posting order. */
export class ConfirmationDocumentListDto extends SnapshotListDto {
  /** Documents of this page. */
  items!: ConfirmationDocumentDto[];
}
