import { hash, randomBytes } from 'node:crypto';

/** `pw_` and 32 random bytes as base64url. */
const API_KEY = /^pw_[A-Za-z0-9_-]{43}$/;

/** A fresh key of 256 random bits. It is shown once and kept nowhere. */
export function newApiKey(): string {
  return `pw_${randomBytes(32).toString('base64url')}`;
}

export function isApiKey(text: string): boolean {
  return API_KEY.test(text);
}

/** What is stored: SHA-256 as hex. A key has 256 random bits, so a slow hash would add nothing; a lookup by the whole hash leaks no timing of the key. */
export function hashApiKey(key: string): string {
  return hash('sha256', key, 'hex');
}
