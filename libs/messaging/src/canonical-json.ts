import { toUSVString } from 'node:util';
import canonicalize from 'canonicalize';

/** A text that stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;
/** Deeper, or a circle: left to the library, which needs no stack. */
const DEEPEST = 64;

/**
 * Canonical JSON (RFC 8785): the same text for the same content, whatever the order of its keys. Undefined when there is no JSON for the value. Does what `canonicalize` does, some times faster for what
 * came from JSON; anything unusual is handed to it.
 * @throws Error when it holds something that is no JSON: half a character, NaN, a circle
 */
export function canonicalJson(value: unknown): string | undefined {
  return isContainer(value) ? written(value, 0) : canonicalize(value);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function written(value: object, depth: number): string | undefined {
  if (depth > DEEPEST || 'toJSON' in value || value instanceof Number || value instanceof String || value instanceof Boolean) return canonicalize(value);
  return Array.isArray(value) ? writtenList(value, depth) : writtenObject(value as Readonly<Record<string, unknown>>, depth);
}

function writtenList(list: readonly unknown[], depth: number): string {
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    if (index > 0) text += ',';
    const entry = list[index];
    text += (isContainer(entry) ? written(entry, depth + 1) : primitive(entry)) ?? 'null';
  }
  return `${text}]`;
}

function writtenObject(object: Readonly<Record<string, unknown>>, depth: number): string {
  let text = '{';
  for (const key of sortedKeys(object)) {
    const value = object[key];
    const member = isContainer(value) ? written(value, depth + 1) : primitive(value);
    if (member === undefined) continue;
    text += text.length === 1 ? `${quoted(key)}:` : `,${quoted(key)}:`;
    text += member;
  }
  return `${text}}`;
}

/** In the order of their UTF-16 code units. */
function sortedKeys(object: object): readonly string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index += 1) if (keys[index - 1] > keys[index]) return keys.sort();
  return keys;
}

function primitive(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return value === null ? 'null' : canonicalize(value);
}

function quoted(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (toUSVString(text) !== text) throw new Error('half of a surrogate pair is no JSON');
  return JSON.stringify(text);
}
