import type { QuantityDto } from '@plantway/dto';

/** What was reported on one operation; reports that were taken back do not count. */
export class OperationProgressDto {
  /**
   * The step of the order.
   * @example "0010"
   */
  operationId!: string;

  /**
   * Good output that stands in the ERP, one amount for each unit in which it was reported.
   * @example [{ "value": "40", "unit": "H87" }]
   */
  yield!: QuantityDto[];

  /**
   * Output lost for good that stands in the ERP.
   * @example [{ "value": "1", "unit": "H87" }]
   */
  scrap!: QuantityDto[];

  /**
   * Output to be worked again that stands in the ERP.
   * @example []
   */
  rework!: QuantityDto[];

  /**
   * How many reports stand in the ERP.
   * @example 3
   */
  posted!: number;

  /**
   * How many reports are stored and not finished: on their way, waiting, or with a person.
   * @example 0
   */
  open!: number;
}
