import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsObject, IsOptional, Matches, ValidateNested } from 'class-validator';

type Dto = new () => object;

/** What a property of a DTO class holds: one object or a list of objects of another class. */
export interface NestedProperty {
  readonly property: string;
  readonly type: () => Dto;
}

const nestedOfClass = new WeakMap<object, NestedProperty[]>();

/** The nested properties of a class itself, without those of the classes it extends. */
export function nestedPropertiesOf(dto: object): readonly NestedProperty[] {
  return nestedOfClass.get(dto) ?? [];
}

/** A required object. `@ValidateNested` alone lets a missing value, `[]` and an array of values pass. */
export const Nested = (type: () => Dto): PropertyDecorator => together(remember(type), IsObject(), ValidateNested(), Type(type));

/** An object that may be left out. */
export const OptionalNested = (type: () => Dto): PropertyDecorator => together(IsOptional(), Nested(type));

/**
 * A list of at most `most` objects. Give the property a default (`scrap?: ScrapDto[] = []`) to let it be left out.
 * `@IsObject({ each: true })` refuses `[[]]`.
 */
export const NestedList = (type: () => Dto, most = 1_000, least = 0): PropertyDecorator =>
  together(remember(type), IsArray(), ...(least > 0 ? [ArrayMinSize(least)] : []), ArrayMaxSize(most), IsObject({ each: true }), ValidateNested({ each: true }), Type(type));

/** A list of at most `most` different ids, each of which matches `pattern`. */
export const KeyList = (pattern: RegExp, most: number): PropertyDecorator =>
  together(IsArray(), ArrayMaxSize(most), ArrayUnique(), Matches(pattern, { each: true, message: 'each value in $property must be an id of 1 to 64 printable characters without a space at either end' }));

/** An id that must match `pattern`. */
export const Key = (pattern: RegExp): PropertyDecorator => Matches(pattern, { message: '$property must be an id of 1 to 64 printable characters without a space at either end' });

function remember(type: () => Dto): PropertyDecorator {
  return (prototype, property) => {
    const nested = nestedOfClass.get(prototype.constructor) ?? [];
    nested.push({ property: String(property), type });
    nestedOfClass.set(prototype.constructor, nested);
  };
}

function together(...decorators: readonly PropertyDecorator[]): PropertyDecorator {
  return (prototype, property) => {
    for (const decorate of decorators) decorate(prototype, property);
  };
}
