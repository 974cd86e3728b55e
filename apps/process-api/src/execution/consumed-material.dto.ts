import type { QuantityDto } from '@plantway/dto';

/** Material that was used, inside a report or reported apart, as it stands in the ERP; what was taken back does not count. */
export class ConsumedMaterialDto {
  /**
   * The step that used it.
   * @example "0020"
   */
  operationId!: string;

  /**
   * The item that was used.
   * @example "CP-2"
   */
  itemId!: string;

  /**
   * The lot it came from; absent for an item without lots.
   * @example "CP2-0815"
   */
  lotId?: string;

  /**
   * How much in all; absent where the ERP issues it by itself, and the report names the lot alone.
   * @example { "value": "12", "unit": "H87" }
   */
  quantity?: QuantityDto;

  /**
   * Serial numbers of the units that were used.
   * @example ["PCB-0042"]
   */
  serialNumbers!: string[];
}
