import { NestedList } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';
import { ExpectedStateDto } from './expected-state.dto.js';

const RESOLUTIONS = ['posted', 'notPosted'] as const;

/** A document that a person found in the ERP. */
export class FoundDocumentDto {
  /**
   * What the document is, as the ERP's other documents are called: "confirmation", "goodsMovement"...
   * @example "confirmation"
   */
  @IsString()
  @Length(1, 64)
  type!: string;

  /**
   * Its number in the ERP.
   * @example "1000000017"
   */
  @IsString()
  @Length(1, 100)
  number!: string;
}

/** Body of POST .../messages/{messageId}/resolve-doubt. */
export class ResolveDoubtDto extends ExpectedStateDto {
  /** `posted`: it stands in the ERP by these documents; `notPosted`: nothing of it does, and it is sent again under the same reference. */
  @ApiProperty({ enum: RESOLUTIONS, example: 'posted' })
  @IsIn(RESOLUTIONS)
  resolution!: (typeof RESOLUTIONS)[number];

  /** Documents by which it stands; needed for `posted`, and only there. */
  @IsOptional()
  @NestedList(() => FoundDocumentDto, 20)
  documents?: FoundDocumentDto[];

  /**
   * How it was found out, 3 to 500 characters; it is kept in the audit.
   * @example "Found by the order and the minute of the posting."
   */
  @IsString()
  @Length(3, 500)
  reason!: string;
}
