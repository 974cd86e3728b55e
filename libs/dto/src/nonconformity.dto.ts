import { BUSINESS_KEY, type Inspection, type Nonconformity } from '@plantway/canonical';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant } from './checks.js';
import { HoldScopeDto } from './hold-scope.dto.js';
import { Key, Nested, OptionalNested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** Somebody found something that is not as it should be. ISA-95 part 3, nonconformity. */
export class NonconformityDto implements Omit<Nonconformity, 'scope'> {
  /**
   * What it is.
   * @example "nonconformity"
   */
  @IsIn(['nonconformity'])
  type!: 'nonconformity';

  /**
   * The sender's own id of this finding.
   * @example "NC-0007"
   */
  @Key(BUSINESS_KEY)
  qualityEventId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * When it was found: RFC 3339 with an offset.
   * @example "2026-11-22T07:20:00+01:00"
   */
  @IsInstant()
  occurredAt!: string;

  /**
   * What it is about.
   * @example { "type": "lot", "itemId": "FG-100", "lotId": "FG100-0815" }
   */
  @Nested(() => HoldScopeDto)
  scope!: HoldScopeDto;

  /**
   * Reason code of the site.
   * @example "BURR"
   */
  @Key(BUSINESS_KEY)
  defectCode!: string;

  /**
   * How much of it, when it was counted.
   * @example { "value": "3", "unit": "H87" }
   */
  @OptionalNested(() => QuantityDto)
  quantity?: QuantityDto;

  /**
   * Words of whoever found it.
   * @example "Burr on the long edge."
   */
  @IsOptional() @IsString() @MaxLength(500)
  text?: string;
}

/** An inspection as the quality system knows it. */
export class InspectionDto implements Omit<Inspection, 'scope'> {
  /**
   * The quality system's own number.
   * @example "QI-000004"
   */
  @Key(BUSINESS_KEY)
  inspectionId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * What is inspected.
   * @example { "type": "lot", "itemId": "FG-100", "lotId": "FG100-0815" }
   */
  @Nested(() => HoldScopeDto)
  scope!: HoldScopeDto;

  /**
   * Reason code of the site under which it was found.
   * @example "BURR"
   */
  @Key(BUSINESS_KEY)
  defectCode!: string;

  /**
   * How far it is: open, held until decided, released, or disposed of.
   * @example "held"
   */
  @IsIn(['open', 'held', 'released', 'disposed'])
  status!: Inspection['status'];

  /**
   * When it was opened, UTC.
   * @example "2026-11-22T06:21:00.000Z"
   */
  @IsInstant()
  openedAt!: string;

  /**
   * Name of the write of the nonconformity that asked for it.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}
