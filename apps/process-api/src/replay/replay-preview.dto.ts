import { Nested, OptionalNested, TriedMappingDto } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { MessageFilterDto } from '../messages/message-filter.dto.js';

/** Body of POST .../messages/replay-preview. */
export class ReplayPreviewDto {
  /** What is tried. */
  @Nested(() => TriedMappingDto)
  mapping!: TriedMappingDto;

  /** Which messages, by the criteria of the list; left out, all of the site. */
  @OptionalNested(() => MessageFilterDto)
  filter?: MessageFilterDto;

  /** `nextCursor` of the page before, as it was answered; leave it out for the first page. */
  @ApiPropertyOptional({ description: '`nextCursor` of the page before, as it was answered; leave it out for the first page.', type: String, maxLength: 1000, example: 'WyJyZXBsYXkiLCI0MiJd' })
  @IsOptional() @Matches(/^[A-Za-z0-9_-]{1,1000}$/, { message: 'cursor must be a nextCursor as it was answered' })
  cursor?: string;

  /** At most so many messages are looked at for one answer. */
  @ApiPropertyOptional({ description: 'At most so many messages are looked at for one answer.', type: 'integer', minimum: 1, maximum: 200, default: 100, example: 100 })
  @IsInt() @Min(1) @Max(200)
  limit?: number = 100;
}

/** Whether a mapping has a word for everything in the message. */
export class ReplayResultDto {
  /**
   * False: something has no word, and the message would go to a person.
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
export class ReplayDifferenceDto {
  /**
   * JSON pointer into the canonical command.
   * @example "/yield/unit"
   */
  path!: string;

  /**
   * As the mapping that runs says it; absent when it says nothing.
   * @example "PC"
   */
  before?: string;

  /**
   * As the mapping that is tried says it; absent when it says nothing.
   * @example "EA"
   */
  after?: string;
}

/** A message that would be told to the ERP differently. */
export class ReplayedMessageDto {
  /**
   * Id of the message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /**
   * Its kind.
   * @example "productionConfirmation"
   */
  kind!: string;

  /**
   * The sender's own id.
   * @example "mes-000123"
   */
  senderId!: string;

  /**
   * Where it stands.
   * @example "posted"
   */
  state!: string;

  /** When it was accepted, UTC. */
  @ApiProperty({ description: 'When it was accepted, UTC.', format: 'date-time', example: '2026-11-22T05:41:00.000Z' })
  acceptedAt!: string;

  /** Under the mapping that runs. */
  before!: ReplayResultDto;

  /** Under the mapping that is tried. */
  after!: ReplayResultDto;

  /** What would be told differently; empty when one of both has no word for something. */
  differences!: ReplayDifferenceDto[];
}

/** How many messages of this page would be told differently. */
export class ReplayCountsDto {
  /**
   * Looked at.
   * @example 100
   */
  looked!: number;

  /**
   * Of these without anything that codes are mapped in: a reversal, a release.
   * @example 3
   */
  notMapped!: number;

  /**
   * Of these told the same.
   * @example 90
   */
  same!: number;

  /**
   * Of these told differently; each is in `items`.
   * @example 7
   */
  different!: number;

  /**
   * Of the different ones: could be told now, and could not be any more.
   * @example 1
   */
  wouldFail!: number;

  /**
   * Of the different ones: cannot be told now, and could be.
   * @example 2
   */
  wouldMend!: number;
}

/** Which messages would be told to the ERP differently. Nothing was sent. */
export class ReplayPreviewAnswerDto {
  /** Those of this page that differ, in the order of acceptance. */
  items!: ReplayedMessageDto[];

  /** This page in numbers; add up the pages for all of it. */
  counts!: ReplayCountsDto;

  /** How far it was looked: the acceptance of the last message of this page; absent when there was none. */
  @ApiPropertyOptional({ description: 'How far it was looked: the acceptance of the last message of this page; absent when there was none.', format: 'date-time', example: '2026-11-22T05:41:00.000Z' })
  lookedThrough?: string;

  /** Where it goes on; null at the end. */
  @ApiProperty({ description: 'Where it goes on; null at the end.', type: String, nullable: true, example: 'WyJyZXBsYXkiLCI0MiJd' })
  nextCursor!: string | null;
}
