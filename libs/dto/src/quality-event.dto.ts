import { BUSINESS_KEY, TRACE_KEY, type LotDisposition, type QualityEvent } from '@plantway/canonical';
import { IsIn, IsOptional, IsString, Length, MaxLength } from 'class-validator';
import { IsInstant, OptionalUnless } from './checks.js';
import { HoldScopeDto } from './hold-scope.dto.js';
import { Key, Nested, OptionalNested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

export const QUALITY_EVENT_TYPES = ['nonconformity', 'hold', 'release', 'disposition'] as const;
export const LOT_DECISIONS = ['accept', 'reject', 'rework'] as const;

type Fields = Readonly<Record<string, unknown>>;
const isA = (...types: readonly QualityEvent['type'][]) => ({ type }: Fields): boolean => (types as readonly unknown[]).includes(type);

/** What quality has found or decided. ISA-95 part 3, quality test and nonconformity. What does not belong to its type is not looked at. */
export class QualityEventDto {
  /**
   * "nonconformity": something is not as it should be, the quality system is to look at it; "hold": nothing more of the scope is posted, used or made; "release": the hold ends; "disposition": it is decided
   * what becomes of a lot, and its holds end.
   * @example "hold"
   */
  @IsIn(QUALITY_EVENT_TYPES)
  type!: QualityEvent['type'];

  /**
   * The sender's own id of this event, unique within its source system and site; sending it again changes nothing.
   * @example "QE-000117"
   */
  @Key(BUSINESS_KEY)
  qualityEventId!: string;

  /**
   * When it was found or decided: RFC 3339 with an offset.
   * @example "2026-11-22T07:25:00+01:00"
   */
  @IsInstant()
  occurredAt!: string;

  /**
   * What it is about. Needed with "nonconformity" and "hold".
   * @example { "type": "lot", "itemId": "FG-100", "lotId": "FG100-0815" }
   */
  @OptionalUnless('scopeOfFinding', isA('nonconformity', 'hold'), 'scope must be given when type is nonconformity or hold')
  @Nested(() => HoldScopeDto)
  scope?: HoldScopeDto;

  /**
   * Id of the hold, given by whoever places it. Needed with "hold" and "release".
   * @example "H-000042"
   */
  @OptionalUnless('idOfHold', isA('hold', 'release'), 'holdId must be given when type is hold or release')
  @Key(BUSINESS_KEY)
  holdId?: string;

  /**
   * Why, 3 to 500 characters. Needed with "hold", "release" and "disposition".
   * @example "Burr on the long edge; to be inspected."
   */
  @OptionalUnless('reasonOfDecision', isA('hold', 'release', 'disposition'), 'reason must be given when type is hold, release or disposition')
  @IsString() @Length(3, 500)
  reason?: string;

  /**
   * Item of the lot. Needed with "disposition".
   * @example null
   */
  @OptionalUnless('itemOfDisposition', isA('disposition'), 'itemId must be given when type is disposition')
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * The lot. Needed with "disposition".
   * @example null
   */
  @OptionalUnless('lotOfDisposition', isA('disposition'), 'lotId must be given when type is disposition')
  @Key(TRACE_KEY)
  lotId?: string;

  /**
   * "accept": it may be used; "reject": it is blocked; "rework": it stays in quality inspection. Needed with "disposition".
   * @example null
   */
  @OptionalUnless('decisionOfDisposition', isA('disposition'), 'decision must be given when type is disposition')
  @IsIn(LOT_DECISIONS)
  decision?: LotDisposition['decision'];

  /**
   * Reason code of the site. Needed with "nonconformity".
   * @example null
   */
  @OptionalUnless('codeOfNonconformity', isA('nonconformity'), 'defectCode must be given when type is nonconformity')
  @Key(BUSINESS_KEY)
  defectCode?: string;

  /**
   * How much of it is not as it should be, when it was counted; with "nonconformity".
   * @example null
   */
  @OptionalNested(() => QuantityDto)
  quantity?: QuantityDto;

  /**
   * Words of whoever found it; with "nonconformity".
   * @example null
   */
  @IsOptional() @IsString() @MaxLength(500)
  text?: string;
}
