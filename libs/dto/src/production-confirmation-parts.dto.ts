import { BUSINESS_KEY, TRACE_KEY } from '@plantway/canonical';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, KeyList, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';
import { NotBefore, OptionalWith, ReportedOrBackflushed } from './rules.js';

/** Output rejected for good, for one reason. */
export class ScrapDto {
  /**
   * How much was lost, in the unit of the output.
   * @example { "value": "1", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * Why: a code of the site's list of reasons (reference data "reasons").
   * @example "BURR"
   */
  @Key(BUSINESS_KEY)
  reasonCode!: string;
}

/** Output that went into one lot. */
export class LotQuantityDto {
  /**
   * Lot number as it is printed on the goods. An ERP calls it batch.
   * @example "L-2026-11-22-A"
   */
  @Key(TRACE_KEY)
  lotId!: string;

  /**
   * How much of the good output is in the lot.
   * @example { "value": "12", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;
}

/** Which units were built into one unit. */
export class SerialGenealogyDto {
  /**
   * Serial number of the unit that was made.
   * @example "SN-000451"
   */
  @Key(TRACE_KEY)
  serialNumber!: string;

  /**
   * Serial numbers of the components in it, at most 500.
   * @example ["PUMP-7781", "VALVE-0093"]
   */
  @KeyList(TRACE_KEY, 500)
  componentSerialNumbers!: string[];
}

/** Material used. Either the amount is reported, or `backflush` leaves it to the ERP: never both. */
export class ConsumptionDto {
  /**
   * The item that was used.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much was used. Must be left out when backflush is true, and given otherwise.
   * @example { "value": "9.75", "unit": "KGM" }
   */
  @ReportedOrBackflushed() @Nested(() => QuantityDto)
  quantity?: QuantityDto;

  /**
   * The lot it came from, as printed on the goods.
   * @example "RM1-0815"
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
   * True when the ERP computes the amount from the bill of material.
   * @example false
   */
  @IsBoolean()
  backflush?: boolean = false;
}

/** Time of a person or of a crew. */
export class LaborDto {
  /**
   * Pseudonym of the person; kept only as long as the site's retention says. Given when crewId is left out.
   * @example "P-4711"
   */
  @OptionalWith('crewId') @Key(BUSINESS_KEY)
  personId?: string;

  /**
   * The crew. Given when personId is left out.
   * @example "CREW-EARLY-1"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  crewId?: string;

  /**
   * What was done: a code of the site.
   * @example "ASSEMBLY"
   */
  @Key(BUSINESS_KEY)
  activityCode!: string;

  /**
   * When the work began: RFC 3339 with an offset.
   * @example "2026-11-22T06:00:00+01:00"
   */
  @IsInstant()
  startedAt!: string;

  /**
   * When the work ended, not before startedAt: RFC 3339 with an offset.
   * @example "2026-11-22T06:40:00+01:00"
   */
  @IsInstant() @NotBefore('startedAt')
  finishedAt!: string;
}

/** Time of a machine. */
export class MachineTimeDto {
  /**
   * The machine.
   * @example "WU-20-A"
   */
  @Key(BUSINESS_KEY)
  equipmentId!: string;

  /**
   * What the machine did.
   * @example "run"
   */
  @IsIn(['setup', 'run', 'teardown'])
  activityCode!: 'setup' | 'run' | 'teardown';

  /**
   * When it began: RFC 3339 with an offset.
   * @example "2026-11-22T06:05:00+01:00"
   */
  @IsInstant()
  startedAt!: string;

  /**
   * When it ended, not before startedAt: RFC 3339 with an offset.
   * @example "2026-11-22T06:38:00+01:00"
   */
  @IsInstant() @NotBefore('startedAt')
  finishedAt!: string;
}

/** Output besides the ordered item. */
export class OtherOutputDto {
  /**
   * The item that came out.
   * @example "FG-101"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * A co-product is wanted, a by-product comes along.
   * @example "byProduct"
   */
  @IsIn(['coProduct', 'byProduct'])
  type!: 'coProduct' | 'byProduct';

  /**
   * How much came out.
   * @example { "value": "0.4", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * The lot it went into.
   * @example "BP-2026-11-22"
   */
  @IsOptional() @Key(TRACE_KEY)
  lotId?: string;
}
