import { BUSINESS_KEY, type Routing, type RoutingOperation } from '@plantway/canonical';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsPlantDate } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** A numbered step of a routing. ISA-95 part 2, operations segment. */
export class RoutingOperationDto implements RoutingOperation {
  /**
   * Number of the step; steps are made in this order.
   * @example "0010"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * Words for a person.
   * @example "Turn and deburr"
   */
  @IsString() @MaxLength(200)
  description!: string;

  /**
   * Where the step is done.
   * @example "WC-10"
   */
  @Key(BUSINESS_KEY)
  workCenterId!: string;

  /**
   * Planned set-up for a whole order, usually in minutes ("MIN").
   * @example { "value": "30", "unit": "MIN" }
   */
  @Nested(() => QuantityDto)
  setupTime!: QuantityDto;

  /**
   * Planned time for one base unit of the item, usually in minutes ("MIN").
   * @example { "value": "1.5", "unit": "MIN" }
   */
  @Nested(() => QuantityDto)
  runTimePerUnit!: QuantityDto;
}

/** How an item is made: its numbered steps. */
export class RoutingDto implements Routing {
  /**
   * The item that is made.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Revision of the routing.
   * @example "A"
   */
  @Key(BUSINESS_KEY)
  revision!: string;

  /**
   * First plant-local day on which the routing holds.
   * @example "2026-01-01"
   */
  @IsPlantDate()
  validFrom!: string;

  /**
   * Last plant-local day on which the routing holds; absent while no end is planned.
   * @example "2027-12-31"
   */
  @IsOptional() @IsPlantDate()
  validTo?: string;

  /**
   * The steps in the order in which they are made.
   * @example [{ "operationId": "0010", "description": "Turn and deburr", "workCenterId": "WC-10", "setupTime": { "value": "30", "unit": "MIN" }, "runTimePerUnit": { "value": "1.5", "unit": "MIN" } }]
   */
  @NestedList(() => RoutingOperationDto)
  operations!: RoutingOperationDto[];
}
