import { createRequire } from 'node:module';
import { TEXT_CHECKS, objectRulesOf } from '@plantway/dto';
import type { AnySchemaObject } from 'ajv/dist/2020.js';
import { ValidationTypes, getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';

export type Dto<Body extends object = object> = new () => Body;
type Converters = NonNullable<NonNullable<Parameters<typeof targetConstructorToSchema>[1]>['additionalConverters']>;
type ValidationMetadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

interface ClassTransformerStorage {
  findTypeMetadata(target: unknown, property: string): { typeFunction(): Dto } | undefined;
}
// class-transformer exports its storage only by this CommonJS path; an ESM import of the esm build would be a second, empty storage.
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as { defaultMetadataStorage: ClassTransformerStorage };

/**
 * One JSON Schema (2020-12) for a DTO and everything below it, from the same decorators that the ValidationPipe runs: what is not named there is refused,
 * defaults of the class are documented as defaults of the schema, and rules over several properties are left to `compileObjectRules`.
 * @throws Error on a decorator that has no translation, so that no rule is lost in silence
 */
export function bodySchema(root: Dto): AnySchemaObject {
  const names = new Map<Dto, string>();
  const definitions: Record<string, AnySchemaObject> = {};
  const nameOf = (dto: Dto): string => {
    const known = names.get(dto);
    if (known !== undefined) return known;
    const name = `${dto.name}.${names.size}`; // by constructor: two apps in one process may each have a QuantityDto
    names.set(dto, name);
    definitions[name] = objectSchema(dto, nameOf);
    return name;
  };
  return { $ref: `#/definitions/${nameOf(root)}`, definitions };
}

function objectSchema(dto: Dto, nameOf: (dto: Dto) => string): AnySchemaObject {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  metadata.forEach((entry) => refuseWhatNoSchemaSays(dto, entry));
  const schema = targetConstructorToSchema(dto, { additionalConverters: convertersFor(dto, nameOf) }) as AnySchemaObject;
  const properties = (schema.properties ?? {}) as Record<string, AnySchemaObject>;
  const optional = new Set(metadata.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION).map(({ propertyName }) => propertyName));
  const defaults = new dto() as Record<string, unknown>;
  for (const [property, rules] of Object.entries(properties)) {
    const nullable = optional.has(property) ? { anyOf: [{ type: 'null' }, rules] } : rules; // @IsOptional lets null pass
    properties[property] = defaults[property] === undefined ? nullable : { ...nullable, default: defaults[property] };
  }
  const required = Object.keys(properties).filter((property) => !optional.has(property) && defaults[property] === undefined);
  return { type: 'object', properties, required, additionalProperties: false };
}

/** Groups and a condition of one's own would need a second meaning in the schema; `@IsOptional` and `OptionalUnless` are the conditions that both engines know. */
function refuseWhatNoSchemaSays(dto: Dto, { propertyName, groups, constraints, name }: ValidationMetadata): void {
  if ((groups ?? []).length > 0) throw new Error(`${dto.name}.${propertyName}: validation groups are not for compiled bodies`);
  if (name === 'matches' && /[^u]/.test(flagsOf(constraints))) throw new Error(`${dto.name}.${propertyName}: a pattern of a compiled body has no flags`);
}

const flagsOf = ([pattern, flags]: readonly unknown[]): string => `${pattern instanceof RegExp ? pattern.flags : ''}${typeof flags === 'string' ? flags : ''}`;

function convertersFor(dto: Dto, nameOf: (dto: Dto) => string): Converters {
  const formats = Object.keys(TEXT_CHECKS).map((name) => [name, { type: 'string', format: name }]);
  const rules = lineageOf(dto).flatMap((part) => objectRulesOf(part).map(({ name }) => [name, {}]));
  return {
    ...Object.fromEntries([...formats, ...rules]) as Converters,
    [ValidationTypes.NESTED_VALIDATION]: ({ target, propertyName }) => {
      const type = defaultMetadataStorage.findTypeMetadata(target, propertyName);
      if (type === undefined) throw new Error(`${dto.name}.${propertyName}: @ValidateNested needs @Type`);
      return { $ref: `#/definitions/${nameOf(type.typeFunction())}` };
    },
    [ValidationTypes.CUSTOM_VALIDATION]: ({ propertyName, name, type }) => {
      throw new Error(`${dto.name}.${propertyName}: there is no JSON Schema for the decorator ${name ?? type}`);
    },
  };
}

function lineageOf(dto: object): readonly object[] {
  const above: unknown = Object.getPrototypeOf(dto);
  return typeof above === 'function' && above !== Function.prototype ? [...lineageOf(above), dto] : [dto];
}
