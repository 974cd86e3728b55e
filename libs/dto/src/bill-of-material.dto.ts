import { BUSINESS_KEY, type BillOfMaterial, type BillOfMaterialComponent } from '@plantway/canonical';
import { IsIn, IsOptional } from 'class-validator';
import { IsPlantDate } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** One line of a bill of material. */
export class BillOfMaterialComponentDto implements BillOfMaterialComponent {
  /**
   * The item that goes in.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  componentItemId!: string;

  /**
   * Amount for lotSize of the product.
   * @example { "value": "0.75", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * Operation that uses the component.
   * @example "0010"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * "backflush": the ERP issues it when output is confirmed; "reported": the MES reports what it used. Never both.
   * @example "backflush"
   */
  @IsIn(['backflush', 'reported'])
  issueMethod!: 'backflush' | 'reported';
}

/** What goes into an item. ISA-95 part 2, bill of material. */
export class BillOfMaterialDto implements BillOfMaterial {
  /**
   * The item that is made.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Revision of the bill.
   * @example "A"
   */
  @Key(BUSINESS_KEY)
  revision!: string;

  /**
   * First plant-local day on which the bill holds.
   * @example "2026-01-01"
   */
  @IsPlantDate()
  validFrom!: string;

  /**
   * Last plant-local day on which the bill holds; absent while no end is planned.
   * @example "2027-12-31"
   */
  @IsOptional() @IsPlantDate()
  validTo?: string;

  /**
   * Amount of the product that the components are for, above zero.
   * @example { "value": "1", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  lotSize!: QuantityDto;

  /**
   * What goes in.
   * @example [{ "componentItemId": "RM-1", "quantity": { "value": "0.75", "unit": "KGM" }, "operationId": "0010", "issueMethod": "backflush" }]
   */
  @NestedList(() => BillOfMaterialComponentDto)
  components!: BillOfMaterialComponentDto[];
}
