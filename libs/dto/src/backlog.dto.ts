import { MESSAGE_KINDS, type MessageKind } from '@plantway/canonical';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import { IsInstant } from './checks.js';
import { NestedList } from './nested.js';

/** How much of one kind is on its way; a kind of which nothing is open has no row. */
export class BacklogRowDto {
  /**
   * What the messages ask for.
   * @example "productionConfirmation"
   */
  @ApiProperty({ enum: MESSAGE_KINDS, enumName: 'MessageKind' })
  @IsIn(MESSAGE_KINDS)
  kind!: MessageKind;

  /**
   * Messages that are accepted and not finished, whatever their state.
   * @example 12
   */
  @ApiProperty({ type: 'integer' })
  @IsInt() @Min(1)
  open!: number;

  /**
   * Those of them that only a person can move on: `parked`, `awaitingApproval`, `postedWithFollowUp`.
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  @IsInt() @Min(0)
  stopped!: number;

  /**
   * Those of them that were accepted longer ago than the site's latency target for the kind allows; 0 for a kind without a target.
   * @example 2
   */
  @ApiProperty({ type: 'integer' })
  @IsInt() @Min(0)
  late!: number;

  /**
   * When the oldest of them was accepted, UTC.
   * @example "2026-11-22T05:41:00.000Z"
   */
  @ApiProperty({ format: 'date-time', required: false })
  @IsOptional() @IsInstant()
  oldestAcceptedAt?: string;
}

/** What is not finished at a site. */
export class BacklogDto {
  /**
   * When the process tier has read it, UTC.
   * @example "2026-11-22T06:10:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  @IsInstant()
  asOf!: string;

  /**
   * One row for each kind of which something is open.
   * @example [{ "kind": "productionConfirmation", "open": 12, "stopped": 1, "late": 2, "oldestAcceptedAt": "2026-11-22T05:41:00.000Z" }]
   */
  @NestedList(() => BacklogRowDto)
  rows!: BacklogRowDto[];
}
