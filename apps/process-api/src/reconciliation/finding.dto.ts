import { ListDto, QuantityDto } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ReconciliationDto } from './reconciliation.dto.js';

const FINDING_KINDS = ['missing', 'double', 'quantity', 'reversedInErp', 'foreign', 'givenUp', 'notInBook', 'bookDiffers'] as const;
const FINDING_STATES = ['found', 'proposed', 'approved', 'applied', 'closed'] as const;
const PROPOSALS = ['repost', 'reverseSurplus', 'adopt', 'correctBook'] as const;

/** What one side has. */
export class ComparedQuantitiesDto {
  /** Good output. */
  yield!: QuantityDto;

  /** Output lost. */
  scrap!: QuantityDto;

  /** Output to be worked again. */
  rework!: QuantityDto;
}

/** What a person has to do where nothing can be proposed. */
export class FindingToDoDto {
  /**
   * Role that does it.
   * @example "erpTeam"
   */
  role!: string;

  /**
   * What, and where. The finding ends by itself once the books agree.
   * @example "Put document 4000000007 right in the ERP, where it stands in another unit than it was sent in."
   */
  words!: string;
}

/** Something in which the books of gateway and ERP do not agree. */
export class FindingDto {
  /**
   * Id of the finding.
   * @example "0198f2a4-71aa-7b52-8f1e-6d2c3b4a5f60"
   */
  findingId!: string;

  /** What it is. `missing`: posted here and not in the ERP; `foreign`: in the ERP and not from here; `double`, `quantity`, `reversedInErp`; `givenUp`: in the ERP and given up here; `notInBook`, `bookDiffers`: the gateway's own book. */
  @ApiProperty({ enum: FINDING_KINDS, example: 'foreign' })
  kind!: (typeof FINDING_KINDS)[number];

  /**
   * The same in words.
   * @example "The ERP has a confirmation that did not come through the gateway: document 4000000007 by J. Meier at 2026-11-22T05:41:07.000Z, 1 H87 good."
   */
  words!: string;

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
   * Message that it is about; absent for a document of somebody else.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId?: string;

  /**
   * Report that it is about.
   * @example "C-4711"
   */
  confirmationId?: string;

  /**
   * Reference of the write.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference?: string;

  /**
   * Document of the ERP that it is about.
   * @example "4000000007"
   */
  documentNumber?: string;

  /** What the gateway has; absent when it has nothing. */
  ours?: ComparedQuantitiesDto;

  /** What the ERP has, or of the gateway's own book what was posted; absent when it has nothing. */
  theirs?: ComparedQuantitiesDto;

  /** What can be done here. `repost`: sent again under the same reference; `reverseSurplus`: a reversal of this document alone; `adopt`: it counts as known from then on; `correctBook`: the gateway's own book takes over what was posted. Absent: see `toDo`. */
  @ApiPropertyOptional({ enum: PROPOSALS, example: 'adopt' })
  proposal?: (typeof PROPOSALS)[number];

  /** Who has to do what, and where; given when nothing is proposed. */
  toDo?: FindingToDoDto;

  /** `found`: nothing is proposed; `approved`: being carried out; `applied`: done, or on its way as a message; `closed`: the books agree again without it. */
  @ApiProperty({ enum: FINDING_STATES, example: 'proposed' })
  state!: (typeof FINDING_STATES)[number];

  /**
   * Credential of the first of two persons who agree, where nobody asked for the comparison and the ERP changes; absent before.
   * @example "0198f2a4-0000-7000-8000-000000000001"
   */
  proposedBy?: string;

  /**
   * Credential that agreed; absent before.
   * @example "0198f2a4-0000-7000-8000-000000000002"
   */
  approvedBy?: string;

  /** When, UTC; absent before. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T07:12:00.000Z' })
  approvedAt?: string;

  /** When it was seen that the books agree again, UTC; absent before. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T08:00:00.000Z' })
  closedAt?: string;

  /**
   * Message that carries it out; absent for what counts as known, and before.
   * @example "0198f2a4-8f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  correctionMessageId?: string;
}

/** A comparison with one page of its findings, in the order in which they were found. */
export class ReconciliationDetailDto extends ListDto {
  /** The comparison. */
  reconciliation!: ReconciliationDto;

  /** Findings of this page. */
  items!: FindingDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-23T06:10:00.000Z' })
  asOf!: string;
}
