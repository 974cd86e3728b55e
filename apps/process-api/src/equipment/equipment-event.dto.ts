import { BUSINESS_KEY, EQUIPMENT_STATES, type EquipmentState } from '@plantway/canonical';
import { IsInstant, Key, OptionalNested, OptionalUnless, QuantityDto, Rule } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, Matches } from 'class-validator';

const EVENT_TYPES = ['state', 'counter', 'occurrence'] as const;
const SEVERITIES = ['information', 'warning', 'alarm'] as const;
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  state: ['state', 'reasonCode', 'workOrderId', 'operationId'], counter: ['counterId', 'reading', 'isReset'], occurrence: ['code', 'severity', 'text'],
};
const OF_ONE_TYPE = Object.values(FIELDS).flat();
/** Needed with one type of event. */
const NeededWith = (type: string): PropertyDecorator => OptionalUnless(`neededWith${type}`, (event) => event['type'] === type, `$property must be given with type "${type}"`);
/** Nothing of another type stands in the event. */
const OnlyOwnFields = (): PropertyDecorator => Rule('onlyOwnFields', (type, event) => {
  const own = typeof type === 'string' && Object.hasOwn(FIELDS, type) ? FIELDS[type] : OF_ONE_TYPE;
  return OF_ONE_TYPE.every((field) => own.includes(field) || event[field] === undefined || event[field] === null);
}, 'an event has only fields of its own type');
/** Up to 500 characters of whatever script, none of them a control character. */
const WORDS = /^[^\p{Cc}\p{Cs}]{1,500}$/u;

/** Something that a machine says: the state that it is in, what a counter shows, or that something happened. */
export class EquipmentEventDto {
  /**
   * The sender's own id of this event, unique for its machine within the source system; the same id again is the same event.
   * @example "WU-20-A-000451"
   */
  @Key(BUSINESS_KEY)
  eventId!: string;

  /**
   * The machine, as the site file names it.
   * @example "WU-20-A"
   */
  @Key(BUSINESS_KEY)
  equipmentId!: string;

  /** When it happened, by the machine's clock: RFC 3339 with an offset, at most five minutes ahead. Kept to the millisecond. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:40:00+01:00' })
  @IsInstant()
  occurredAt!: string;

  /** What kind of event it is; it says which of the other fields there are. */
  @ApiProperty({ enum: EVENT_TYPES, example: 'state' })
  @IsIn(EVENT_TYPES) @OnlyOwnFields()
  type!: (typeof EVENT_TYPES)[number];

  /** With `state`: the state that it is in from now on. A failed machine says `down` until it can work again, whatever the shift. */
  @ApiPropertyOptional({ enum: EQUIPMENT_STATES, enumName: 'EquipmentState', example: 'down' })
  @NeededWith('state') @IsIn(EQUIPMENT_STATES)
  state?: EquipmentState;

  /**
   * With `state`: why it stands still: a code of reference-data/downtimeReasons, or the machine's own fault code, which the site's table maps.
   * @example "E-4711"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  reasonCode?: string;

  /**
   * With `state`: the work order that it works on, when it knows.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * With `state`: the operation that it works on, when it knows.
   * @example "0020"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  operationId?: string;

  /**
   * With `counter`: "produced", "good", "scrap", "cycles" or another name of the machine.
   * @example "produced"
   */
  @NeededWith('counter') @Key(BUSINESS_KEY)
  counterId?: string;

  /**
   * With `counter`: what it shows now, not negative.
   * @example { "value": "1204", "unit": "H87" }
   */
  @NeededWith('counter') @OptionalNested(() => QuantityDto)
  reading?: QuantityDto;

  /**
   * With `counter`: true when it began anew since the last reading.
   * @example false
   */
  @IsOptional() @IsBoolean()
  isReset?: boolean;

  /**
   * With `occurrence`: the machine's own code of what happened.
   * @example "DOOR-OPEN"
   */
  @NeededWith('occurrence') @Key(BUSINESS_KEY)
  code?: string;

  /** With `occurrence`: how much it matters. An `alarm` raises an alert, one for each machine and code, until the machine says `running`. */
  @ApiPropertyOptional({ enum: SEVERITIES, example: 'warning' })
  @NeededWith('occurrence') @IsIn(SEVERITIES)
  severity?: (typeof SEVERITIES)[number];

  /**
   * With `occurrence`: words for a person, at most 500 characters.
   * @example "Guard door 2 is open"
   */
  @IsOptional() @Matches(WORDS, { message: 'text must be 1 to 500 characters, none of them a control character' })
  text?: string;
}
