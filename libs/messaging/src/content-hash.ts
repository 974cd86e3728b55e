import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';

/** A value in canonical JSON and its name by content. */
export interface HashedContent {
  /** sha-256 of `json`, hexadecimal. */
  readonly hash: string;
  /** Canonical JSON. Source: RFC 8785. */
  readonly json: string;
}

/**
 * The same hash for the same content, whatever the order of its keys.
 * @throws Error when the value is no JSON: a lone surrogate, NaN, a circle, undefined
 */
export function hashContent(value: unknown): HashedContent {
  const json = canonicalJson(value);
  if (json === undefined) throw new Error('there is no JSON for this value');
  return { json, hash: hash('sha256', json, 'hex') };
}
