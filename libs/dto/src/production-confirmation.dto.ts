import { BUSINESS_KEY, TRACE_KEY } from '@plantway/canonical';
import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, IsPlantDate } from './checks.js';
import { Key, KeyList, Nested, NestedList, OptionalNested } from './nested.js';
import { ConsumptionDto, LaborDto, LotQuantityDto, MachineTimeDto, OtherOutputDto, ScrapDto, SerialGenealogyDto } from './production-confirmation-parts.dto.js';
import { QuantityDto } from './quantity.dto.js';
import { ComponentsBuiltInOnce, DifferentFrom, DistinctBy, NotBefore, SameUnitAs } from './rules.js';

/** What a MES reports about an operation: every field but the dates that the gateway fixes at acceptance. */
export abstract class ConfirmationFieldsDto {
  /**
   * The MES's own id of this report, unique within its source system and site. Sending it again changes nothing.
   * @example "mes-000123"
   */
  @Key(BUSINESS_KEY)
  confirmationId!: string;

  /**
   * The work order that was worked on.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * The numbered step of the order's routing.
   * @example "0020"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * "partial" while more will follow, "final" when the operation is done.
   * @example "partial"
   */
  @IsIn(['partial', 'final'])
  kind!: 'partial' | 'final';

  /**
   * True when yield, scrap and rework are running totals of the operation; the gateway then makes the differences. False: they count since the report before.
   * @example false
   */
  @IsBoolean()
  cumulative?: boolean = false;

  /**
   * Id of an earlier report that this one corrects; a correction is always a new id.
   * @example "mes-000119"
   */
  @IsOptional() @Key(BUSINESS_KEY) @DifferentFrom('confirmationId')
  replaces?: string;

  /**
   * Number in the sender's own sequence for the operation, from 1 and up by one; its confirmations, consumptions and reversals of the operation share one sequence. While the number before is
   * missing the report waits, at most as long as the site allows.
   * @example 7
   */
  @IsOptional() @IsInt() @Min(1) @Max(2_147_483_647)
  sourceSequence?: number;

  /**
   * Good output. ISO 22400: good quantity.
   * @example { "value": "12", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  yield!: QuantityDto;

  /**
   * Output rejected for good, one entry per reason, at most 50, in the unit of yield. ISO 22400: scrap quantity.
   * @example [{ "quantity": { "value": "1", "unit": "H87" }, "reasonCode": "BURR" }]
   */
  @NestedList(() => ScrapDto, 50) @DistinctBy('reasonCode') @SameUnitAs('yield')
  scrap?: ScrapDto[] = [];

  /**
   * Output to be worked again, in the unit of yield. ISO 22400: rework quantity.
   * @example { "value": "2", "unit": "H87" }
   */
  @OptionalNested(() => QuantityDto) @SameUnitAs('yield')
  rework?: QuantityDto;

  /**
   * Lots that the good output went into, one entry per lot, at most 200.
   * @example [{ "lotId": "L-2026-11-22-A", "quantity": { "value": "12", "unit": "H87" } }]
   */
  @NestedList(() => LotQuantityDto, 200) @DistinctBy('lotId')
  producedLots?: LotQuantityDto[] = [];

  /**
   * Serial numbers of the good output, each once, at most 1,000.
   * @example ["SN-000451", "SN-000452"]
   */
  @KeyList(TRACE_KEY, 1_000)
  serialNumbers?: string[] = [];

  /**
   * Which component units were built into which unit, one entry per unit made, at most 1,000.
   * @example [{ "serialNumber": "SN-000451", "componentSerialNumbers": ["PUMP-7781"] }]
   */
  @NestedList(() => SerialGenealogyDto, 1_000) @DistinctBy('serialNumber') @ComponentsBuiltInOnce()
  genealogy?: SerialGenealogyDto[] = [];

  /**
   * Material used, at most 500 entries.
   * @example [{ "itemId": "RM-1", "lotId": "RM1-0815", "quantity": { "value": "9.75", "unit": "KGM" } }]
   */
  @NestedList(() => ConsumptionDto, 500)
  consumptions?: ConsumptionDto[] = [];

  /**
   * Output besides the ordered item: co-products and by-products, at most 50 entries.
   * @example [{ "itemId": "FG-101", "type": "byProduct", "quantity": { "value": "0.4", "unit": "KGM" } }]
   */
  @NestedList(() => OtherOutputDto, 50)
  otherOutputs?: OtherOutputDto[] = [];

  /**
   * Time of persons and crews, at most 200 entries.
   * @example [{ "crewId": "CREW-EARLY-1", "activityCode": "ASSEMBLY", "startedAt": "2026-11-22T06:00:00+01:00", "finishedAt": "2026-11-22T06:40:00+01:00" }]
   */
  @NestedList(() => LaborDto, 200)
  labor?: LaborDto[] = [];

  /**
   * Time of machines, at most 200 entries.
   * @example [{ "equipmentId": "WU-20-A", "activityCode": "run", "startedAt": "2026-11-22T06:05:00+01:00", "finishedAt": "2026-11-22T06:38:00+01:00" }]
   */
  @NestedList(() => MachineTimeDto, 200)
  machineTimes?: MachineTimeDto[] = [];

  /**
   * When the reported work began: RFC 3339 with an offset.
   * @example "2026-11-22T06:00:00+01:00"
   */
  @IsInstant()
  startedAt!: string;

  /**
   * When the reported work ended, not before startedAt: RFC 3339 with an offset. Its production day is the report's.
   * @example "2026-11-22T06:40:00+01:00"
   */
  @IsInstant() @NotBefore('startedAt')
  finishedAt!: string;

  /**
   * Where it was made, when it differs from the routing or the MES knows it.
   * @example "WC-20"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workCenterId?: string;

  /**
   * The machine or line it was made on.
   * @example "WU-20-A"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  equipmentId?: string;

  /**
   * What was unusual: codes of the site, each once, at most 50.
   * @example ["TOOL_CHANGED"]
   */
  @KeyList(BUSINESS_KEY, 50)
  exceptionCodes?: string[] = [];
}

/** A production confirmation as a MES sends it. Contract: openapi/process.json. */
export class ProductionConfirmationDto extends ConfirmationFieldsDto {
  /**
   * Plant-local day under which the ERP shall post it. Left out, the site's rule decides at acceptance: by default the production day of finishedAt.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  postingDate?: string;
}

/** A production confirmation as the process tier hands it to a system API: the site and both days are fixed. */
export class FixedProductionConfirmationDto extends ConfirmationFieldsDto {
  /**
   * The plant that made it.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * Plant-local day under which the ERP posts it, fixed at acceptance.
   * @example "2026-11-22"
   */
  @IsPlantDate()
  postingDate!: string;

  /**
   * Production day of finishedAt by the site's calendar, fixed at acceptance.
   * @example "2026-11-22"
   */
  @IsPlantDate()
  productionDay!: string;
}
