import { toUSVString } from 'node:util';
import { placeOfRule } from '@plantway/dto';
import type { ValidationError } from 'class-validator';
import { jsonPointer } from '../json/json-pointer.js';
import type { Finding } from '../problems/problem-exception.js';

/** What class-validator found, as one finding for each place. `root` goes before every path: "" for a body, "/query" for a query. */
export function findingsOf(errors: readonly ValidationError[], root: string): readonly Finding[] {
  return errors.flatMap((error) => findingsOfError(error, []))
    .map(({ keys, ...finding }) => ({ path: root + jsonPointer(keys), ...finding }));
}

type PlacedFinding = Omit<Finding, 'path'> & { readonly keys: readonly string[] };

function findingsOfError(error: ValidationError, above: readonly string[]): readonly PlacedFinding[] {
  const keys = [...above, error.property];
  const below = (error.children ?? []).flatMap((child) => findingsOfError(child, keys));
  const constraints = Object.entries(error.constraints ?? {});
  const placed = constraints.flatMap(([name, message]) => {
    const place = placeOfRule(error, name);
    return place === undefined ? [] : [{ keys: [...keys, ...place.keys], ...wordsOf([[name, message]], place.value) }];
  });
  const here = constraints.filter(([name]) => placeOfRule(error, name) === undefined);
  return [...(here.length === 0 ? [] : [{ keys, ...wordsOf(here, error.value) }]), ...placed, ...below];
}

function wordsOf(constraints: readonly (readonly [string, string])[], value: unknown): { readonly problem: string; readonly fix: string } {
  if (constraints.some(([name]) => name === 'whitelistValidation')) return { problem: 'this field is not known', fix: 'Remove the field, or correct its name.' };
  // class-validator's own word about a nested value adds nothing to that of a decorator
  const told = constraints.length > 1 ? constraints.filter(([name]) => name !== 'nestedValidation') : constraints;
  const problem = told.map(([, message]) => message).join('; ');
  if (value === undefined) return { problem: `is missing: ${problem}`, fix: 'Add the field.' };
  return { problem, fix: `Replace ${shown(value)} by such a value.` };
}

const LONGEST_SHOWN = 60;

/** The refused value in few words, cut to a length that nobody can abuse. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'this list';
  if (typeof value === 'object' && value !== null) return 'this object';
  const text = typeof value === 'string' ? JSON.stringify(toUSVString(value)) : String(value);
  return text.length <= LONGEST_SHOWN ? text : `${toUSVString(text.slice(0, LONGEST_SHOWN))}…`;
}
