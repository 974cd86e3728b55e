import { BUSINESS_KEY } from '@plantway/canonical';
import { Key, ListDto } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

const IDENTITIES = ['released', 'confirmed', 'messages'] as const;
const STATES = ['open', 'explained', 'closed'] as const;
const DRIFT_MEASURES = ['yield', 'scrap', 'rework', 'remaining', 'message'] as const;

/** Filters of the list of drifts; those that are given must all hold. */
export class DriftQueryDto extends PageQueryDto {
  /** `true`: only those that last; `false`: only those that are over. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true' })
  @IsOptional() @IsIn(['true', 'false'])
  open?: 'true' | 'false';

  /**
   * Only drifts of this work order.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** What probably happened. */
export class DriftExplanationDto {
  /**
   * What it is: foreign, missing, double, quantity, reversedInErp, givenUp, notInBook, bookDiffers; of the MES notReported, reportedOtherwise, givenUpHere, takenBackHere, notCountedByMes, mesDoesNotAddUp; or a fault of the message's books. An open list.
   * @example "foreign"
   */
  kind!: string;

  /**
   * The same in words.
   * @example "The ERP has a confirmation that did not come through the gateway: document 4000000007 by J. Meier at 2026-11-22T05:41:07.000Z, 1 H87 good."
   */
  words!: string;

  /**
   * Document of the ERP that it is about.
   * @example "4000000007"
   */
  documentNumber?: string;

  /**
   * Message that it is about.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId?: string;
}

/** Something that does not come out, or did not. */
export class DriftDto {
  /**
   * Id of the drift.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  driftId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /** Which sum does not come out. `released`: released = good + scrap + open rework + remaining, in the ERP. `confirmed`: gateway = MES = ERP for an operation. `messages`: accepted = posted + open + discarded + annulled. */
  @ApiProperty({ enum: IDENTITIES, example: 'confirmed' })
  identity!: (typeof IDENTITIES)[number];

  /** `open`: nobody knows why; `explained`: a probable reason is known; `closed`: the sides agree again. */
  @ApiProperty({ enum: STATES, example: 'explained' })
  state!: (typeof STATES)[number];

  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * Operation of the work order.
   * @example "0010"
   */
  operationId?: string;

  /**
   * Message whose books are not whole.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId?: string;

  /** What differs. */
  @ApiProperty({ enum: DRIFT_MEASURES, example: 'yield' })
  measure!: (typeof DRIFT_MEASURES)[number];

  /**
   * What the ERP has more than the gateway, below zero when it has less; where these two agree, what the MES has more; of `released` what remains too much; of `messages` 1.
   * @example "1"
   */
  difference!: string;

  /**
   * Unit of the difference; absent for messages.
   * @example "H87"
   */
  unit?: string;

  /** What each side says, by its name. Of the MES in words where there is no figure: "not readable" for one that cannot be asked, "not reachable", "under way" while it or the gateway is not finished with a report, "not compared". `gatewayFromMes`: what the gateway has of the MES's reports, where that is not all it has. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { erp: '60', gateway: '60', mes: '61' } })
  sides!: Record<string, string>;

  /** What probably happened; empty while nobody knows. */
  explanations!: DriftExplanationDto[];

  /**
   * Role that has to look at it.
   * @example "erpTeam"
   */
  ownerRole!: string;

  /** When it was believed first, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:30.000Z' })
  firstSeenAt!: string;

  /** When it was seen last, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  lastSeenAt!: string;

  /** When the sides agreed again, UTC; absent while they do not. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:30:00.000Z' })
  closedAt?: string;
}

/** One page of drifts, the latest first. */
export class DriftListDto extends ListDto {
  /** Drifts of this page. */
  items!: DriftDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}

/** Every message that was accepted, by what became of it. */
export class MessageSumsDto {
  /**
   * Accepted messages.
   * @example 1200
   */
  accepted!: number;

  /**
   * Posted ones.
   * @example 1190
   */
  posted!: number;

  /**
   * Those that are not finished; one that only needs a follow-up in the ERP is among them.
   * @example 7
   */
  open!: number;

  /**
   * Those that a person gave up.
   * @example 2
   */
  discarded!: number;

  /**
   * Those that were taken back before they were posted.
   * @example 1
   */
  annulled!: number;
}

/** Whether the books come out, and how far they were looked at. */
export class ConservationDto {
  /** accepted = posted + open + discarded + annulled. */
  messages!: MessageSumsDto;

  /**
   * Drifts that last.
   * @example 0
   */
  openDrifts!: number;

  /**
   * Orders whose books were looked at.
   * @example 240
   */
  orders!: number;

  /** When the order was looked at that waits longest for the next look, UTC; absent before the first look. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:05:00.000Z' })
  oldestOrderAt?: string;

  /** When the last look ended, UTC; absent before the first. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:09:50.000Z' })
  checkedAt?: string;

  /** Whether the last look could ask the MES for its totals. `compared`: gateway = MES = ERP was looked at; `unsupported`: this MES cannot be asked, so that only gateway and ERP are compared; `unreachable`: not just now. Absent before the first look. */
  @ApiPropertyOptional({ enum: ['compared', 'unsupported', 'unreachable'], example: 'compared' })
  mesTotals?: 'compared' | 'unsupported' | 'unreachable';

  /** Of which time the figures were that the MES gave last, by its own clock, UTC; absent before. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:09:48.000Z' })
  mesAsOf?: string;

  /**
   * Operations that the last look compared with the MES; one of which something is on its way is not among them.
   * @example 480
   */
  mesOperations?: number;

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
