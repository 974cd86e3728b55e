import { objectRulesOf, type ObjectRule } from './checks.js';
import { nestedPropertiesOf, type NestedProperty } from './nested.js';

type Plain = Readonly<Record<string, unknown>>;

interface Plan {
  readonly rules: readonly ObjectRule[];
  readonly nested: readonly { readonly property: string; readonly plan: () => Plan }[];
}

const plans = new Map<object, Plan>();

/**
 * The rules of `dto` and of every class below it, as one function over a body that already has the shape of `dto`. It gives the answer that
 * class-validator gives for the same rules; it is meant to run after a compiled JSON Schema, which cannot say them.
 */
export function compileObjectRules(dto: object): (body: unknown) => boolean {
  const plan = planOf(dto);
  return (body) => holds(plan, body);
}

function planOf(dto: object): Plan {
  const known = plans.get(dto);
  if (known !== undefined) return known;
  const lineage = classesOf(dto);
  const nested = lineage.flatMap((part): readonly NestedProperty[] => nestedPropertiesOf(part));
  const plan: Plan = {
    rules: lineage.flatMap((part) => objectRulesOf(part)),
    nested: nested.map(({ property, type }) => ({ property, plan: () => planOf(type()) })),
  };
  plans.set(dto, plan);
  return plan;
}

function classesOf(dto: object): readonly object[] {
  const above: unknown = Object.getPrototypeOf(dto);
  return typeof above === 'function' && above !== Function.prototype ? [...classesOf(above), dto] : [dto];
}

function holds(plan: Plan, body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return true;
  const object = body as Plain;
  for (const rule of plan.rules) if (!rule.holds(object[rule.property], object)) return false;
  for (const { property, plan: below } of plan.nested) {
    const value = object[property];
    if (Array.isArray(value) ? !value.every((entry) => holds(below(), entry)) : !holds(below(), value)) return false;
  }
  return true;
}
