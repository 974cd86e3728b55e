import { BUSINESS_KEY } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, NestedList } from './nested.js';

/** What every write to a system has. */
export class SystemWriteDto {
  /**
   * Name of this write, the same for ever: the system knows a repeated one by it.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}

/** Query of a read-back. */
export class ReferenceQueryDto {
  /**
   * Name of the write to look for.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}

/** A document in the other system. */
export class ForeignDocumentDto {
  /**
   * What it is.
   * @example "maintenanceRequest"
   */
  @Key(BUSINESS_KEY)
  type!: string;

  /**
   * Its number over there.
   * @example "MR-000017"
   */
  @Key(BUSINESS_KEY)
  number!: string;
}

/** What stands in the other system for one write. */
export class DeliveryReceiptDto {
  /**
   * Name of the write under which it stands there; another than was sent when the system had it already under that one.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;

  /**
   * Backend that took it.
   * @example "cmms-simulated"
   */
  @Key(BUSINESS_KEY)
  backend!: string;

  /**
   * What was made there.
   * @example [{ "type": "maintenanceRequest", "number": "MR-000017" }]
   */
  @NestedList(() => ForeignDocumentDto)
  documents!: ForeignDocumentDto[];

  /**
   * When the system took it, UTC.
   * @example "2026-11-22T05:14:03.000Z"
   */
  @IsInstant()
  postedAt!: string;
}

/** What a read-back found. */
export class DeliveryReceiptListDto {
  /**
   * None or one.
   * @example [{ "reference": "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11", "backend": "cmms-simulated", "documents": [{ "type": "maintenanceRequest", "number": "MR-000017" }], "postedAt": "2026-11-22T05:14:03.000Z" }]
   */
  @NestedList(() => DeliveryReceiptDto)
  items!: DeliveryReceiptDto[];

  /**
   * Always null: the list is never cut.
   * @example null
   */
  @IsOptional() @IsString() @MaxLength(2_000)
  nextCursor!: string | null;
}

/** What the system of a site can do. */
export class SystemCapabilitiesDto {
  /**
   * Name of the backend.
   * @example "cmms-simulated"
   */
  @Key(BUSINESS_KEY)
  backend!: string;

  /**
   * Against double writes: K the system knows a repeated reference; R our reference can be read back; B only what stands can be read back; N nothing can.
   * @example "K"
   */
  @IsIn(['K', 'R', 'B', 'N'])
  guaranteeClass!: 'K' | 'R' | 'B' | 'N';

  /**
   * Longest time that one write may take over there, in milliseconds.
   * @example 20000
   */
  @IsInt() @Min(0)
  longestWriteMs!: number;
}
