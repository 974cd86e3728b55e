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
   * What it is: foreign, missing, double, quantity, reversedInErp, givenUp, notInBook, bookDiffers, or a fault of the message's books; an open list.
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

  /** Which sum does not come out. `released`: released = good + scrap + open rework + remaining, in the ERP. `confirmed`: gateway = ERP for an operation. `messages`: accepted = posted + open + discarded + annulled. */
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
   * What the ERP has more than the gateway, below zero when it has less; of `released` what remains too much; of `messages` 1.
   * @example "1"
   */
  difference!: string;

  /**
   * Unit of the difference; absent for messages.
   * @example "H87"
   */
  unit?: string;

  /** What each side says, by its name; "not readable" for a MES that cannot be asked for its totals. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { erp: '61', gateway: '60', mes: 'not readable' } })
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

  /** Whether the MES can be asked for its own totals; when not, its side is what it has reported. */
  @ApiProperty({ enum: ['notReadable'], example: 'notReadable' })
  mesTotals!: 'notReadable';

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
