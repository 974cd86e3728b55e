import { BUSINESS_KEY, LOT_STATUSES, TRACE_KEY, type LotStatus } from '@plantway/canonical';
import { IsPlantDate, Key, MaterialConsumptionDto, Nested, PlannedOrderFieldsDto, WorkOrderChangeDto } from '@plantway/dto';
import { IsIn, IsOptional, IsString, Length } from 'class-validator';

/** What every part has. */
export abstract class PartFrameDto {
  /**
   * Name of the part, stable within its message.
   * @example "part"
   */
  @Key(BUSINESS_KEY)
  partId!: string;

  /**
   * The plant; the one of the path.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;
}

/** What every write has. */
export abstract class WriteDto {
  /**
   * Name of this write, the same for ever: it is found again by it.
   * @example "6a5f4c1b-27b0-5b0e-8f49-3d1f0c6c2b9e"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}

/** A change of one order. */
export class OrderChangeDto extends WorkOrderChangeDto {
  /**
   * Id of the wish; left out, the reference of the write.
   * @example "change-4711"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  declare changeId?: string;

  /**
   * The plant; the one of the path.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The order; the one of the path.
   * @example "WO-1002"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;
}

/** One write that changes an order. */
export class ChangePartDto extends PartFrameDto {
  /**
   * What the part does.
   * @example "change"
   */
  @IsIn(['change'])
  action!: 'change';

  /** What is to be different. */
  @Nested(() => OrderChangeDto)
  change!: OrderChangeDto;
}

/** Body of POST .../work-orders/{workOrderId}/changes and of .../changes/find. */
export class PostChangeDto extends WriteDto {
  /** The part; it names the order of the path. */
  @Nested(() => ChangePartDto)
  part!: ChangePartDto;
}

/** Material that went into an order. */
export class ConsumedMaterialDto extends MaterialConsumptionDto {
  /**
   * The plant; the one of the path.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * Plant-local day that was fixed when it was reported; left out, that of the part.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  declare postingDate?: string;

  /**
   * Plant-local day on whose production it was used.
   * @example "2026-11-22"
   */
  @IsPlantDate()
  productionDay!: string;
}

/** One write that issues material to an order. */
export class ConsumePartDto extends PartFrameDto {
  /**
   * What the part does.
   * @example "consume"
   */
  @IsIn(['consume'])
  action!: 'consume';

  /** What was used. */
  @Nested(() => ConsumedMaterialDto)
  consumption!: ConsumedMaterialDto;

  /**
   * Plant-local day under which it is posted.
   * @example "2026-11-22"
   */
  @IsPlantDate()
  postingDate!: string;
}

/** Body of POST .../goods-movements and of .../goods-movements/find. */
export class PostGoodsMovementDto extends WriteDto {
  /** The part. */
  @Nested(() => ConsumePartDto)
  part!: ConsumePartDto;
}

/** A planned order of one plant. */
export class SitePlannedOrderDto extends PlannedOrderFieldsDto {
  /**
   * The plant; the one of the path.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;
}

/** One write that makes a planned order. */
export class PublishPlannedOrderPartDto extends PartFrameDto {
  /**
   * What the part does.
   * @example "publishPlannedOrder"
   */
  @IsIn(['publishPlannedOrder'])
  action!: 'publishPlannedOrder';

  /** What is planned. */
  @Nested(() => SitePlannedOrderDto)
  plannedOrder!: SitePlannedOrderDto;
}

/** Body of POST .../planned-orders and of .../planned-orders/find. */
export class PostPlannedOrderDto extends WriteDto {
  /** The part. */
  @Nested(() => PublishPlannedOrderPartDto)
  part!: PublishPlannedOrderPartDto;
}

/** One write that makes a work order of a planned order. */
export class ConvertPlannedOrderPartDto extends PartFrameDto {
  /**
   * What the part does.
   * @example "convertPlannedOrder"
   */
  @IsIn(['convertPlannedOrder'])
  action!: 'convertPlannedOrder';

  /**
   * The planned order; the one of the path.
   * @example "PLN-000042"
   */
  @Key(BUSINESS_KEY)
  plannedOrderId!: string;
}

/** Body of POST .../planned-orders/{plannedOrderId}/conversion. */
export class PostConversionDto extends WriteDto {
  /** The part; it names the planned order of the path. */
  @Nested(() => ConvertPlannedOrderPartDto)
  part!: ConvertPlannedOrderPartDto;
}

/** One write that gives a lot its status. */
export class DisposeLotPartDto extends PartFrameDto {
  /**
   * What the part does.
   * @example "disposeLot"
   */
  @IsIn(['disposeLot'])
  action!: 'disposeLot';

  /**
   * Item of the lot; the one of the path.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * The lot; the one of the path.
   * @example "RM1-A"
   */
  @Key(TRACE_KEY)
  lotId!: string;

  /**
   * What it becomes.
   * @example "blocked"
   */
  @IsIn(LOT_STATUSES)
  status!: LotStatus;

  /**
   * Why, 1 to 500 characters.
   * @example "Cracks found by inspection INS-000007."
   */
  @IsString() @Length(1, 500)
  reason!: string;
}

/** Body of POST .../items/{itemId}/lots/{lotId}/disposition and of .../disposition/find. */
export class PostDispositionDto extends WriteDto {
  /** The part; it names the lot of the path. */
  @Nested(() => DisposeLotPartDto)
  part!: DisposeLotPartDto;
}
