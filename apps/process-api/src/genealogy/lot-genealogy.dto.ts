import type { QuantityDto } from '@plantway/dto';

/** An operation that made the lot. */
export class LotMadeByDto {
  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /**
   * The step of the order.
   * @example "0020"
   */
  operationId!: string;

  /**
   * How much; absent where the ERP issues material by itself, and the report names the lot alone.
   * @example { "value": "40", "unit": "H87" }
   */
  quantity?: QuantityDto;
}

/** Material that went into the lot, or may have: it was used by an order that made the lot. */
export class LotMadeOfDto extends LotMadeByDto {
  /**
   * The item that was used.
   * @example "RM-1"
   */
  itemId!: string;

  /**
   * The lot it came from; absent for an item without lots.
   * @example "RM1-0815"
   */
  lotId?: string;

  /**
   * Serial numbers of the units that were used.
   * @example ["PCB-0042"]
   */
  serialNumbers!: string[];

  /**
   * Where to read on: genealogy of that lot; absent for material without a lot.
   * @example "/process/v1/sites/BER1/items/RM-1/lots/RM1-0815/genealogy"
   */
  genealogy?: string;
}

/** A lot that the lot went into, or may have. */
export class LotMadeDto {
  /**
   * The item that was made.
   * @example "SYS-9"
   */
  itemId!: string;

  /**
   * Its lot.
   * @example "SYS9-0001"
   */
  lotId!: string;

  /**
   * Where to read on: genealogy of that lot.
   * @example "/process/v1/sites/BER1/items/SYS-9/lots/SYS9-0001/genealogy"
   */
  genealogy!: string;
}

/** An operation that used the lot. */
export class LotUsedByDto extends LotMadeByDto {
  /**
   * What its order makes; absent while no ERP has shown the order.
   * @example "SYS-9"
   */
  itemId?: string;

  /**
   * Serial numbers of the units that were used.
   * @example []
   */
  serialNumbers!: string[];

  /** Lots of that order that it went into, or may have; empty while the order has made none. */
  lots!: LotMadeDto[];
}

/** A lot among its neighbours, one step each way, by what stands in the ERP. */
export class LotGenealogyDto {
  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * The item.
   * @example "FG-100"
   */
  itemId!: string;

  /**
   * Its lot; lot numbers repeat across items.
   * @example "FG100-0815"
   */
  lotId!: string;

  /** Operations that made the lot; empty for one that was bought, or made elsewhere. */
  madeBy!: LotMadeByDto[];

  /** What went into the lot. */
  madeOf!: LotMadeOfDto[];

  /** Operations that used the lot. */
  usedBy!: LotUsedByDto[];
}
