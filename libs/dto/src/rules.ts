import { compareParsedInstants, isUnit, parseInstant } from '@plantway/canonical';
import { OptionalUnless, Rule, type RulePlace } from './checks.js';

/** This instant is not before the one in the property `start`; both may be the same. Silent while one of them is no instant. */
export const NotBefore = (start: string): PropertyDecorator =>
  Rule('notBefore', (finish, object) => {
    const [end, begin] = [parseInstant(finish), parseInstant(object[start])];
    return end === undefined || begin === undefined || compareParsedInstants(end, begin) >= 0;
  }, `$property must not be before ${start}`);

/** This instant is later than the one in the property `start`. Silent while one of them is no instant. */
export const After = (start: string): PropertyDecorator =>
  Rule('after', (finish, object) => {
    const [end, begin] = [parseInstant(finish), parseInstant(object[start])];
    return end === undefined || begin === undefined || compareParsedInstants(end, begin) > 0;
  }, `$property must be later than ${start}`);

/** The quantity is more than nothing. Silent while its value is no amount. */
export const AboveZero = (): PropertyDecorator =>
  Rule('aboveZero', (quantity) => {
    const value = fieldOf(quantity, 'value');
    return typeof value !== 'string' || !/^[0.]*$/.test(value);
  }, '$property must be above zero');

/** The number is less than the one in the property `other`. Silent while one of them is no number. */
export const LessThan = (other: string): PropertyDecorator =>
  Rule('lessThan', (value, object) => {
    const limit = object[other];
    return typeof value !== 'number' || typeof limit !== 'number' || value < limit;
  }, `$property must be less than ${other}`);

/** Given exactly when the property `other` is given. */
export const GivenWith = (other: string): PropertyDecorator => {
  const given = (value: unknown): boolean => value !== undefined && value !== null;
  return OptionalUnless('givenWith', (object) => given(object[other]), `$property must be given when ${other} is`);
};

/** May be left out only when the property `other` is given. */
export const OptionalWith = (other: string): PropertyDecorator =>
  OptionalUnless('optionalWith', (object) => object[other] === undefined || object[other] === null, `$property or ${other} must be given`);

/** The amount is reported, or left to the ERP by `backflush: true`: one of both, never both. */
export const ReportedOrBackflushed = (): PropertyDecorator => {
  const one = OptionalUnless('quantityOrBackflush', (object) => object.backflush !== true, 'quantity or backflush: true must be given');
  const never = Rule('quantityNotBackflush', (quantity, object) => quantity === undefined || quantity === null || object.backflush !== true, 'quantity must be left out when backflush is true: the ERP computes it');
  return (prototype, property) => {
    one(prototype, property);
    never(prototype, property);
  };
};

/** Another value than the property `other` has. */
export const DifferentFrom = (other: string): PropertyDecorator =>
  Rule('differentFrom', (value, object) => value === undefined || value === null || value !== object[other], `$property must differ from ${other}`);

/** No two entries of the list have the same text in `key`, or in all of `keys` when there are several. */
export const DistinctBy = (...keys: readonly [string, ...string[]]): PropertyDecorator =>
  Rule('distinctBy', (list) => {
    if (!Array.isArray(list)) return true;
    const names = list.map((entry: unknown) => keys.map((key) => fieldOf(entry, key))).filter((texts) => texts.every((text) => typeof text === 'string')).map((texts) => JSON.stringify(texts));
    return new Set(names).size === names.length;
  }, `no two entries of $property may have the same ${keys.join(' and ')}`);

/**
 * The quantity, or the `quantity` of each entry of the list, has the unit of the quantity in the property `other`: amounts of one report that are added up must be of one kind.
 * A fault is told at the first unit that differs.
 */
export const SameUnitAs = (other: string): PropertyDecorator => {
  const differing = (value: unknown, object: Readonly<Record<string, unknown>>): RulePlace | undefined => {
    const wanted = unitOf(object[other]);
    const places = Array.isArray(value)
      ? value.map((entry: unknown, index) => ({ keys: [String(index), 'quantity', 'unit'], value: unitOf(fieldOf(entry, 'quantity')) }))
      : [{ keys: ['unit'], value: unitOf(value) }];
    return wanted === undefined ? undefined : places.find((place) => place.value !== undefined && place.value !== wanted);
  };
  return Rule('sameUnitAs', (value, object) => differing(value, object) === undefined, `must be the unit of ${other}`, differing);
};

/** A unit that exists; anything else is refused by the decorators of the quantity. */
function unitOf(quantity: unknown): string | undefined {
  const unit = fieldOf(quantity, 'unit');
  return isUnit(unit) ? unit : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** No component stands in two units, nor twice in one: a serial number is one single thing. */
export const ComponentsBuiltInOnce = (): PropertyDecorator =>
  Rule('componentsBuiltInOnce', (list) => {
    if (!Array.isArray(list)) return true;
    const components = list.flatMap((entry: unknown) => {
      const serials = typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>).componentSerialNumbers : undefined;
      return Array.isArray(serials) ? (serials as unknown[]) : [];
    });
    return new Set(components).size === components.length;
  }, 'a component serial number may stand only once in $property');
