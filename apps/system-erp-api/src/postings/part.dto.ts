import { BUSINESS_KEY } from '@plantway/canonical';
import { FixedProductionConfirmationDto, IsPlantDate, Key, Nested, NestedList } from '@plantway/dto';
import { IsIn } from 'class-validator';
import { PostingReceiptDto } from './receipt.dto.js';

/** One write that confirms. */
export class ConfirmPartDto {
  /**
   * What the part does.
   * @example "confirm"
   */
  @IsIn(['confirm'])
  action!: 'confirm';

  /**
   * Name of the part, stable within its confirmation.
   * @example "confirmation"
   */
  @Key(BUSINESS_KEY)
  partId!: string;

  /** What is confirmed; its site is the one of the path. */
  @Nested(() => FixedProductionConfirmationDto)
  confirmation!: FixedProductionConfirmationDto;
}

/** One write that takes an earlier one back. */
export class ReversePartDto {
  /**
   * What the part does.
   * @example "reverse"
   */
  @IsIn(['reverse'])
  action!: 'reverse';

  /**
   * Name of the part, stable within its reversal.
   * @example "reversal-4000000007"
   */
  @Key(BUSINESS_KEY)
  partId!: string;

  /**
   * The plant; the one of the path.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /** What is taken back. */
  @Nested(() => PostingReceiptDto)
  receipt!: PostingReceiptDto;

  /**
   * Plant-local day under which it is taken back; it may be another than that of the document.
   * @example "2026-12-01"
   */
  @IsPlantDate()
  postingDate!: string;
}

/** One write that releases an order. */
export class ReleasePartDto {
  /**
   * What the part does.
   * @example "release"
   */
  @IsIn(['release'])
  action!: 'release';

  /**
   * Name of the part, stable within its release.
   * @example "release"
   */
  @Key(BUSINESS_KEY)
  partId!: string;

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

/** Body of POST .../confirmations/plan. */
export class PlanConfirmationDto {
  /** What is to be confirmed; its site is the one of the path. */
  @Nested(() => FixedProductionConfirmationDto)
  confirmation!: FixedProductionConfirmationDto;
}

/** The writes that a confirmation becomes. */
export class ConfirmationPlanDto {
  /** In the order in which they are to be posted; each with a reference of its own. */
  @NestedList(() => ConfirmPartDto)
  parts!: ConfirmPartDto[];
}

/** Body of POST .../confirmations and of .../confirmations/find. */
export class PostConfirmationDto {
  /** One part of a plan. */
  @Nested(() => ConfirmPartDto)
  part!: ConfirmPartDto;

  /**
   * Name of this write, the same for ever: the ERP's document carries it, and it is found again by it.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}

/** Body of POST .../reversals/plan. */
export class PlanReversalDto {
  /** What is to be taken back, in the order in which it was posted. */
  @NestedList(() => PostingReceiptDto, 100, 1)
  receipts!: PostingReceiptDto[];

  /**
   * Plant-local day under which they are to be taken back.
   * @example "2026-12-01"
   */
  @IsPlantDate()
  postingDate!: string;
}

/** The writes that a reversal becomes. */
export class ReversalPlanDto {
  /** In the order in which they are to be posted, last first; each with a reference of its own. */
  @NestedList(() => ReversePartDto)
  parts!: ReversePartDto[];
}

/** Body of POST .../confirmations/{documentNumber}/reversal and of .../reversals/find. */
export class PostReversalDto {
  /** One part of a plan; its receipt names the document of the path. */
  @Nested(() => ReversePartDto)
  part!: ReversePartDto;

  /**
   * Name of this write, the same for ever.
   * @example "0f9b8a3e-1c55-5d7e-8b34-9e2d41c0aa17"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}

/** Body of POST .../work-orders/{workOrderId}/release. */
export class PostReleaseDto {
  /** The part; it names the order of the path. */
  @Nested(() => ReleasePartDto)
  part!: ReleasePartDto;

  /**
   * Name of this write, the same for ever.
   * @example "6a5f4c1b-27b0-5b0e-8f49-3d1f0c6c2b9e"
   */
  @Key(BUSINESS_KEY)
  reference!: string;
}
