import { BUSINESS_KEY } from '@plantway/canonical';
import { IsInstant, IsPlantDate, Key, Nested, NestedList, OptionalNested, QuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const DOCUMENT_TYPES = ['confirmation', 'goodsMovement', 'reversal', 'workOrder', 'plannedOrder', 'lotStatus'] as const;

/** A document that the ERP made. */
export class PostedDocumentDto {
  /** What it is. */
  @ApiProperty({ enum: DOCUMENT_TYPES, example: 'confirmation' })
  @IsIn(DOCUMENT_TYPES)
  type!: (typeof DOCUMENT_TYPES)[number];

  /**
   * Its number in the ERP.
   * @example "4000000007"
   */
  @Key(BUSINESS_KEY)
  number!: string;
}

/** Quantities as the ERP took them in. */
export class PostedQuantitiesDto {
  /**
   * Good output.
   * @example { "value": "12", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  yield!: QuantityDto;

  /**
   * Output lost, over all reasons.
   * @example { "value": "1", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  scrap!: QuantityDto;

  /**
   * Output to be worked again.
   * @example { "value": "0", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  rework!: QuantityDto;
}

/** What is still open although the ERP kept the posting. */
export class FollowUpDto {
  /**
   * Code of the error catalogue.
   * @example "STOCK_SHORT"
   */
  @Key(BUSINESS_KEY)
  code!: string;

  /**
   * Words of the ERP.
   * @example "RM-1: 45.75 KG are missing."
   */
  @IsString() @MaxLength(4_000)
  reason!: string;
}

/** A field that does not reach the ERP. */
export class FieldNotCarriedDto {
  /**
   * Path in a production confirmation.
   * @example "genealogy[].serialNumber"
   */
  @IsString() @MaxLength(200)
  field!: string;

  /**
   * Why the ERP does not get it.
   * @example "This ERP keeps no serial numbers below the product."
   */
  @IsString() @MaxLength(4_000)
  reason!: string;
}

/** What stands in the ERP for one write. */
export class PostingReceiptDto {
  /**
   * Name of the write, as it was sent.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;

  /**
   * Backend that took it.
   * @example "erp-simulated"
   */
  @Key(BUSINESS_KEY)
  backend!: string;

  /**
   * Documents that the ERP made, the posting's own first.
   * @example [{ "type": "confirmation", "number": "4000000007" }, { "type": "goodsMovement", "number": "5000000012" }]
   */
  @NestedList(() => PostedDocumentDto)
  documents!: PostedDocumentDto[];

  /**
   * Plant-local day under which it was posted; absent for a write without a day of its own: a release, a change, a planned order.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  postingDate?: string;

  /**
   * When the ERP posted it, UTC.
   * @example "2026-11-22T05:41:07.000Z"
   */
  @IsInstant()
  postedAt!: string;

  /** As the ERP took them in; compare them with what was sent. Absent for a write without quantities. */
  @OptionalNested(() => PostedQuantitiesDto)
  quantities?: PostedQuantitiesDto;

  /** Set when the ERP kept the posting and a goods movement failed. */
  @OptionalNested(() => FollowUpDto)
  followUp?: FollowUpDto;

  /**
   * Number of the reversal, once it was reversed.
   * @example "4000000009"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  reversedBy?: string;

  /** What this confirmation had and the ERP has no place for; Plantway keeps it. Absent when nothing, and where only the reference was asked for. */
  @IsOptional() @NestedList(() => FieldNotCarriedDto, 100)
  notCarried?: FieldNotCarriedDto[];
}

/** What stands in the ERP under a reference. */
export class PostingReceiptsDto {
  /** None, one, or several. */
  @NestedList(() => PostingReceiptDto)
  items!: PostingReceiptDto[];

  /**
   * Always null: the list is never cut.
   * @example null
   */
  @IsOptional() @IsString()
  nextCursor!: string | null;
}
