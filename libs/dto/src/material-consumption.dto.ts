import { BUSINESS_KEY, TRACE_KEY } from '@plantway/canonical';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, IsPlantDate } from './checks.js';
import { Key, KeyList, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';
import { AboveZero } from './rules.js';

/** Material that was used, reported apart from what was made. ISA-95 part 4, material actual. */
export class MaterialConsumptionDto {
  /**
   * The sender's own id of this report, unique within its source system and site. Sending it again changes nothing.
   * @example "mes-use-000123"
   */
  @Key(BUSINESS_KEY)
  consumptionId!: string;

  /**
   * The work order that the material went into.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * The numbered step of the order's routing that used it.
   * @example "0020"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * The item that was used. One that the ERP backflushes must not be reported.
   * @example "CP-2"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much was used, above zero.
   * @example { "value": "12", "unit": "H87" }
   */
  @AboveZero() @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * The lot it came from, as printed on the goods.
   * @example "CP2-0815"
   */
  @IsOptional() @Key(TRACE_KEY)
  lotId?: string;

  /**
   * Serial numbers of the units that were used, at most 1,000.
   * @example ["PUMP-7781"]
   */
  @KeyList(TRACE_KEY, 1_000)
  serialNumbers?: string[] = [];

  /**
   * Number in the sender's own sequence for the operation, shared with its confirmations; see there.
   * @example 8
   */
  @IsOptional() @IsInt() @Min(1) @Max(2_147_483_647)
  sourceSequence?: number;

  /**
   * When it was used: RFC 3339 with an offset.
   * @example "2026-11-22T07:10:00+01:00"
   */
  @IsInstant()
  consumedAt!: string;

  /**
   * Plant-local day under which the ERP shall post it. Left out, the production day of consumedAt.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  postingDate?: string;
}
