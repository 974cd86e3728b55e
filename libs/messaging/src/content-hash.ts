import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

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
  const json = canonicalize(value);
  if (json === undefined) throw new Error('there is no JSON for this value');
  return { json, hash: createHash('sha256').update(json).digest('hex') };
}
