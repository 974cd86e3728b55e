import { BUSINESS_KEY, type Item } from '@plantway/canonical';
import { IsIn, IsInt, IsString, Max, MaxLength, Min } from 'class-validator';
import { Key, NestedList, OptionalNested } from './nested.js';
import { MoneyDto, UnitConversionDto } from './quantity.dto.js';
import { IsUnit } from './checks.js';

/** A material that is bought, made or stocked. ISA-95 part 2, material definition. */
export class ItemDto implements Item {
  /**
   * Id of the item at every site and in every ERP.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Words for a person, in the language of the ERP.
   * @example "Pump housing, complete"
   */
  @IsString() @MaxLength(200)
  description!: string;

  /**
   * Unit in which stock is kept: a code of UN/ECE Recommendation 20.
   * @example "H87"
   */
  @IsUnit()
  baseUnit!: string;

  /**
   * Digits after the point that the ERP keeps in the base unit, 0 to 12.
   * @example 0
   */
  @IsInt() @Min(0) @Max(12)
  baseUnitDecimals!: number;

  /**
   * Other units of the item, each as two equal amounts. Units of one dimension convert without a row.
   * @example [{ "from": { "value": "3", "unit": "H87" }, "to": { "value": "1", "unit": "KGM" } }]
   */
  @NestedList(() => UnitConversionDto, 100)
  conversions!: UnitConversionDto[];

  /**
   * Whether the plant makes the item or buys it.
   * @example "made"
   */
  @IsIn(['made', 'bought'])
  procurement!: 'made' | 'bought';

  /**
   * How the item is traced: not at all, by lot, or by serial number.
   * @example "lot"
   */
  @IsIn(['none', 'lot', 'serial'])
  tracking!: 'none' | 'lot' | 'serial';

  /**
   * Cost of one base unit; absent for a caller who may not see cost.
   * @example { "amount": "22.30", "currency": "EUR" }
   */
  @OptionalNested(() => MoneyDto)
  standardCost?: MoneyDto;
}
