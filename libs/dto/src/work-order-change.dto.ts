import { BUSINESS_KEY, WORK_ORDER_CHANGES, type WorkOrderChangeVerb } from '@plantway/canonical';
import { IsIn, IsOptional, IsString, Length, MaxLength, MinLength } from 'class-validator';
import { IsInstant, OptionalUnless } from './checks.js';
import { Key, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';
import { AboveZero, NotBefore } from './rules.js';

/** What is to be different about a work order. */
export class WorkOrderChangeDto {
  /**
   * The sender's own id of this wish, unique within its source system and site; sending it again changes nothing. Left out: "{workOrderId}:{verb}",
   * or the next behind those that are finished ("{workOrderId}:{verb}#2").
   * @example "change-4711"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  changeId?: string;

  /**
   * "hold" and "resume"; "cancel": nothing more is made; "changeQuantity" needs quantity; "changeDate" needs startAt, dueAt or both.
   * @example "changeQuantity"
   */
  @IsIn(WORK_ORDER_CHANGES)
  verb!: WorkOrderChangeVerb;

  /**
   * How much the order is to be over from now on, above zero, in the unit of the order. Needed with "changeQuantity"; with another verb it is not looked at.
   * @example { "value": "80", "unit": "H87" }
   */
  @OptionalUnless('quantityWithChange', ({ verb }) => verb === 'changeQuantity', 'quantity must be given when verb is changeQuantity')
  @AboveZero() @Nested(() => QuantityDto)
  quantity?: QuantityDto;

  /**
   * New planned start: RFC 3339 with an offset. With "changeDate"; left out, it stays.
   * @example "2026-11-23T06:00:00+01:00"
   */
  @OptionalUnless('dateWithChange', ({ verb, dueAt }) => verb === 'changeDate' && (dueAt === undefined || dueAt === null), 'startAt or dueAt must be given when verb is changeDate')
  @IsInstant()
  startAt?: string;

  /**
   * New due date: RFC 3339 with an offset, not before startAt. With "changeDate"; left out, it stays.
   * @example "2026-11-26T22:00:00+01:00"
   */
  @IsOptional() @IsInstant() @NotBefore('startAt')
  dueAt?: string;

  /**
   * Revision of the order that the sender saw; when it has another one by now, nothing is changed.
   * @example "7"
   */
  @IsOptional() @IsString() @MinLength(1) @MaxLength(128)
  expectedRevision?: string;

  /**
   * Why, 3 to 500 characters; the plant reads it.
   * @example "The customer takes less."
   */
  @IsOptional() @IsString() @Length(3, 500)
  reason?: string;
}
