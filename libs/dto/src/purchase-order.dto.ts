import { BUSINESS_KEY, type PurchaseOrder, type PurchaseOrderLine } from '@plantway/canonical';
import { IsIn } from 'class-validator';
import { IsPlantDate } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** One line of a purchase order. */
export class PurchaseOrderLineDto implements PurchaseOrderLine {
  /**
   * Number of the line.
   * @example "10"
   */
  @Key(BUSINESS_KEY)
  lineId!: string;

  /**
   * The item to be delivered.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much was ordered.
   * @example { "value": "500", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * How much has arrived so far.
   * @example { "value": "200", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  received!: QuantityDto;

  /**
   * Plant-local day on which it is due.
   * @example "2026-11-30"
   */
  @IsPlantDate()
  dueOn!: string;
}

/** An order to a supplier. */
export class PurchaseOrderDto implements PurchaseOrder {
  /**
   * Number of the order.
   * @example "PO-7001"
   */
  @Key(BUSINESS_KEY)
  purchaseOrderId!: string;

  /**
   * Who delivers.
   * @example "SUP-12"
   */
  @Key(BUSINESS_KEY)
  supplierId!: string;

  /**
   * State of the order in the ERP.
   * @example "open"
   */
  @IsIn(['open', 'received', 'closed', 'cancelled'])
  status!: 'open' | 'received' | 'closed' | 'cancelled';

  /**
   * What is to be delivered.
   * @example [{ "lineId": "10", "itemId": "RM-1", "quantity": { "value": "500", "unit": "KGM" }, "received": { "value": "200", "unit": "KGM" }, "dueOn": "2026-11-30" }]
   */
  @NestedList(() => PurchaseOrderLineDto)
  lines!: PurchaseOrderLineDto[];
}
