import { BUSINESS_KEY } from '@plantway/canonical';
import { FixedProductionConfirmationDto, Key, Nested, NestedList } from '@plantway/dto';
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

/** Body of POST .../confirmations. */
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
}

/** The writes that a reversal becomes. */
export class ReversalPlanDto {
  /** In the order in which they are to be posted, last first; each with a reference of its own. */
  @NestedList(() => ReversePartDto)
  parts!: ReversePartDto[];
}

/** Body of POST .../confirmations/{documentNumber}/reversal. */
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
