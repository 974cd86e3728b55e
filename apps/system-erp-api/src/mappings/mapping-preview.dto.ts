import { BUSINESS_KEY } from '@plantway/canonical';
import { FixedProductionConfirmationDto, Key, Nested, NestedList, TriedMappingDto } from '@plantway/dto';
import { IsOptional } from 'class-validator';
import { ConsumedMaterialDto } from '../postings/order-part.dto.js';

/** A confirmation as it would be sent. */
export class PreviewedConfirmationDto {
  /** What is confirmed; its site is the one of the path. */
  @Nested(() => FixedProductionConfirmationDto)
  confirmation!: FixedProductionConfirmationDto;

  /**
   * The item of the order, where it is known: lots that the ERP calls otherwise need it.
   * @example "FG-100"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  producedItemId?: string;
}

/** Body of POST .../mapping-previews. */
export class PreviewMappingDto {
  /** What is tried. */
  @Nested(() => TriedMappingDto)
  mapping!: TriedMappingDto;

  /** Confirmations, at most 200. */
  @NestedList(() => PreviewedConfirmationDto, 200)
  confirmations?: PreviewedConfirmationDto[] = [];

  /** Issues of material, at most 200; their site is the one of the path. */
  @NestedList(() => ConsumedMaterialDto, 200)
  consumptions?: ConsumedMaterialDto[] = [];
}

/** Whether a mapping has a word for everything. */
export class MappingResultDto {
  /**
   * False: something has no word.
   * @example false
   */
  isMapped!: boolean;

  /**
   * Code of what stands against it.
   * @example "CODE_NOT_MAPPED"
   */
  code?: string;

  /**
   * What is missing, in words.
   * @example "reasons has no row for CRACK of ours."
   */
  reason?: string;
}

/** One value that the ERP would be told differently. */
export class MappingDifferenceDto {
  /**
   * JSON pointer into the command.
   * @example "/yield/unit"
   */
  path!: string;

  /**
   * As it is sent now; absent when nothing is.
   * @example "PC"
   */
  before?: string;

  /**
   * As it would be sent; absent when nothing would be.
   * @example "EA"
   */
  after?: string;
}

/** One command under the mapping that runs and under the one that is tried. */
export class MappingOutcomeDto {
  /** Under the mapping that runs. */
  before!: MappingResultDto;

  /** Under the mapping that is tried. */
  after!: MappingResultDto;

  /** What would be told differently; empty when one of both has no word for something. */
  differences!: MappingDifferenceDto[];
}

/** What becomes of every command, in the order of the question. */
export class MappingPreviewsDto {
  /** One for each confirmation. */
  confirmations!: MappingOutcomeDto[];

  /** One for each consumption. */
  consumptions!: MappingOutcomeDto[];
}
