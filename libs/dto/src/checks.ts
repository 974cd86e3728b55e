import { isInstant, isPlantDate, isUnit } from '@plantway/canonical';
import { ValidateBy, ValidateIf, buildMessage, type ValidationError, type ValidationOptions } from 'class-validator';

/**
 * Decorators of ours that look at one text. The name is the one class-validator keeps; another engine may use the predicate under the same name,
 * for instance as an ajv format on `type: string`.
 */
export const TEXT_CHECKS = { isInstant, isPlantDate, isUnit } as const satisfies Readonly<Record<string, (value: unknown) => boolean>>;

/** A rule over a value that no JSON Schema can say, or over several properties of one object. True when it holds or when another decorator already refuses the value. */
export type RulePredicate = (value: unknown, object: Readonly<Record<string, unknown>>) => boolean;

/** Where below the property a rule that does not hold finds its fault: the keys from the property on, and what stands there. */
export interface RulePlace {
  readonly keys: readonly string[];
  readonly value: unknown;
}
type FindPlace = (value: unknown, object: Readonly<Record<string, unknown>>) => RulePlace | undefined;

/** A rule as it stands on one property of a DTO class. */
export interface ObjectRule {
  readonly property: string;
  /** The name that class-validator keeps for it. */
  readonly name: string;
  readonly holds: RulePredicate;
}

const rulesOfClass = new WeakMap<object, ObjectRule[]>();

/** The rules of a class itself, without those of the classes it extends, in the order of declaration. */
export function objectRulesOf(dto: object): readonly ObjectRule[] {
  return rulesOfClass.get(dto) ?? [];
}

/** An `ObjectRule` as a decorator: run by class-validator, and listed for a second engine. */
export function Rule(name: string, holds: RulePredicate, message: string, place?: FindPlace): PropertyDecorator {
  return (prototype, property) => {
    const rules = rulesOfClass.get(prototype.constructor) ?? [];
    rules.push({ property: String(property), name, holds });
    rulesOfClass.set(prototype.constructor, rules);
    const validate = ValidateBy({
      name,
      validator: { validate: (value, context) => holds(value, (context?.object ?? {}) as Readonly<Record<string, unknown>>), defaultMessage: () => message },
    }, place && { context: { place } });
    validate(prototype, property);
  };
}

/** The place that the rule `name` of an error names; undefined for one that means its property as a whole. The error must have kept its target. */
export function placeOfRule({ contexts, target, value }: ValidationError, name: string): RulePlace | undefined {
  const { place } = (contexts?.[name] ?? {}) as { readonly place?: FindPlace };
  return place?.(value, (target ?? {}) as Readonly<Record<string, unknown>>);
}

/** Optional as long as `needed` says so for its object. Both engines see an optional property; the rule named `name` refuses its absence. */
export function OptionalUnless(name: string, needed: (object: Readonly<Record<string, unknown>>) => boolean, message: string): PropertyDecorator {
  const present = (value: unknown) => value !== undefined && value !== null;
  const rule = Rule(name, (value, object) => present(value) || !needed(object), message);
  const condition = ValidateIf((object: Record<string, unknown>, value) => present(value) || needed(object));
  return (prototype, property) => {
    rule(prototype, property);
    condition(prototype, property);
  };
}

function textCheck(name: keyof typeof TEXT_CHECKS, message: string, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy({ name, validator: { validate: TEXT_CHECKS[name], defaultMessage: buildMessage((each) => `${each}$property ${message}`, options) } }, options);
}

/** RFC 3339 with an offset, at most nine decimals of a second. */
export const IsInstant = (options?: ValidationOptions) => textCheck('isInstant', 'must be an instant with offset such as 2026-11-22T06:00:00+01:00', options);

/** A day of the plant's calendar that exists. */
export const IsPlantDate = (options?: ValidationOptions) => textCheck('isPlantDate', 'must be a day such as 2026-11-22', options);

/** A code of the unit registry. */
export const IsUnit = (options?: ValidationOptions) => textCheck('isUnit', 'must be a unit code of UN/ECE Recommendation 20 that Plantway knows, such as H87 (piece) or KGM (kilogram)', options);
