import { BUSINESS_KEY, TRACE_KEY, type HoldScope } from '@plantway/canonical';
import { IsIn, IsOptional } from 'class-validator';
import { OptionalUnless, Rule } from './checks.js';
import { given } from './given.js';
import { Key } from './nested.js';

/** What each kind of scope is told by, beside its type. */
const NAMED_BY: Readonly<Record<HoldScope['type'], readonly string[]>> = { lot: ['itemId', 'lotId'], workOrder: ['workOrderId', 'operationId'], equipment: ['equipmentId'] };
const isType = (type: unknown): type is HoldScope['type'] => typeof type === 'string' && Object.hasOwn(NAMED_BY, type);
const isOfOneKind = (type: unknown, scope: Readonly<Record<string, unknown>>): boolean =>
  !isType(type) || Object.entries(scope).every(([name, value]) => name === 'type' || value === undefined || value === null || NAMED_BY[type].includes(name));

/** What a finding or a hold is about: a lot, a work order or one of its operations, or equipment; exactly one of them. */
export class HoldScopeDto {
  /**
   * Kind of the scope; it says which of the others are given.
   * @example "lot"
   */
  @IsIn(['lot', 'workOrder', 'equipment'])
  @Rule('scopeOfOneKind', isOfOneKind, 'type must be the only kind: give itemId and lotId with lot, workOrderId and perhaps operationId with workOrder, equipmentId with equipment')
  type!: HoldScope['type'];

  /**
   * Item of the lot.
   * @example "FG-100"
   */
  @OptionalUnless('itemOfLot', ({ type }) => type === 'lot', 'itemId must be given when type is lot')
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * The lot; lot numbers repeat across items.
   * @example "FG100-0815"
   */
  @OptionalUnless('lotOfLot', ({ type }) => type === 'lot', 'lotId must be given when type is lot')
  @Key(TRACE_KEY)
  lotId?: string;

  /**
   * The work order; null or absent in a scope of another kind.
   * @example null
   */
  @OptionalUnless('orderOfWorkOrder', ({ type }) => type === 'workOrder', 'workOrderId must be given when type is workOrder')
  @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * The one operation of the work order that is meant; absent when all are.
   * @example null
   */
  @IsOptional() @Key(BUSINESS_KEY)
  operationId?: string;

  /**
   * The equipment; null or absent in a scope of another kind.
   * @example null
   */
  @OptionalUnless('equipmentOfEquipment', ({ type }) => type === 'equipment', 'equipmentId must be given when type is equipment')
  @Key(BUSINESS_KEY)
  equipmentId?: string;
}

/** The canonical scope of a validated one: nothing but what belongs to its kind. */
export function toHoldScope({ type, itemId = '', lotId = '', workOrderId = '', operationId, equipmentId = '' }: HoldScopeDto): HoldScope {
  switch (type) {
    case 'lot': return { type, itemId, lotId };
    case 'workOrder': return { type, workOrderId, ...given('operationId', operationId) };
    case 'equipment': return { type, equipmentId };
  }
}
