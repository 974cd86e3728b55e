import { isUtf8 } from 'node:buffer';
import { ProblemException } from '../problems/problem-exception.js';
import { findJsonFault, placeOf } from './json-fault.js';
import { jsonPointer } from './json-pointer.js';
import { DEEPEST_JSON, scanJson } from './json-scan.js';
import { mayHoldUnstorableText, unstorablePaths } from './unstorable-text.js';

const BYTE_ORDER_MARK = '\ufeff';
/** Longest text, in characters, that is read a second time to say where its fault is: that costs many times what JSON.parse does. */
const LONGEST_EXPLAINED = 1_048_576;
/** Most texts that are named in one refusal. */
const MOST_NAMED = 100;
/** Names that every object inherits, and `prototype`. Besides reaching prototypes they are dropped in silence by the ValidationPipe, so nothing else would refuse them. */
const FORBIDDEN_KEYS = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * The value of a JSON body. Beyond the grammar it refuses what makes a body ambiguous or dangerous: doubled keys, keys that every object inherits,
 * deep nesting, and texts that the database cannot keep.
 * @throws ProblemException JSON_INVALID, JSON_DUPLICATE_KEY, JSON_FORBIDDEN_KEY, JSON_TOO_DEEP, VALIDATION_FAILED
 */
export function parseJsonBody(body: Buffer): unknown {
  if (!isUtf8(body)) throw new ProblemException('JSON_INVALID', { detail: 'The body is not UTF-8.' });
  const decoded = body.toString('utf8');
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded; // RFC 8259 section 8.1 lets us ignore it
  const { pairs, depth } = scanJson(text);
  if (depth > DEEPEST_JSON) throw new ProblemException('JSON_TOO_DEEP');
  const value = parse(text);
  const keys = countKeys(value, []);
  if (keys !== pairs) throw duplicateKey(text);
  if (mayHoldUnstorableText(text)) refuseUnstorable(value);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const fault = text.length <= LONGEST_EXPLAINED ? findJsonFault(text) : undefined;
    if (fault?.kind !== 'syntax') throw new ProblemException('JSON_INVALID');
    const { line, column } = placeOf(text, fault.offset);
    throw new ProblemException('JSON_INVALID', {
      detail: `The body is not JSON: line ${line}, column ${column}: expected ${fault.expected}.`,
      findings: [{ path: '', problem: `line ${line}, column ${column}: expected ${fault.expected}`, fix: 'Send valid JSON in UTF-8.' }],
      extra: { position: { offset: fault.offset, line, column } },
    });
  }
}

/** Own keys of all objects in `value` together. @throws ProblemException JSON_FORBIDDEN_KEY */
function countKeys(value: unknown, path: (string | number)[]): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const entry: unknown = value[index];
      if (typeof entry === 'object' && entry !== null) {
        path.push(index);
        count += countKeys(entry, path);
        path.pop();
      }
    }
    return count;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    if (FORBIDDEN_KEYS.has(key)) throw forbiddenKey([...path, key]);
    count += 1;
    const below = object[key];
    if (typeof below === 'object' && below !== null) {
      path.push(key);
      count += countKeys(below, path);
      path.pop();
    }
  }
  return count;
}

function forbiddenKey(path: readonly (string | number)[]): ProblemException {
  return new ProblemException('JSON_FORBIDDEN_KEY', { findings: [{ path: jsonPointer(path), problem: 'this key is not allowed anywhere', fix: 'Remove the key.' }] });
}

function duplicateKey(text: string): ProblemException {
  const fault = text.length <= LONGEST_EXPLAINED ? findJsonFault(text) : undefined;
  const path = fault?.kind === 'duplicateKey' ? jsonPointer(fault.path) : '';
  return new ProblemException('JSON_DUPLICATE_KEY', { findings: [{ path, problem: 'this key stands twice in its object', fix: 'Send each key once.' }] });
}

function refuseUnstorable(value: unknown): void {
  const paths = unstorablePaths(value, MOST_NAMED);
  if (paths.length === 0) return;
  throw new ProblemException('VALIDATION_FAILED', {
    findings: paths.map((path) => ({ path: jsonPointer(path), problem: 'the text has a NUL character or half of a surrogate pair', fix: 'Send text of complete characters without NUL.' })),
  });
}
