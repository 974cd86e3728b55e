import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

const LONGEST_WAY_SECONDS = 300;

/**
 * Whether a request was signed with the secret, as Standard Webhooks says: HMAC-SHA256 over `{webhook-id}.{webhook-timestamp}.{body}`, compared in constant time, not
 * older or newer than five minutes. One signature of several is enough. Source: https://www.standardwebhooks.com.
 * @param secret `whsec_` and the key in base64
 * @param now technical time, milliseconds
 */
export function isSigned(headers: IncomingHttpHeaders, body: Buffer, secret: string, now: number): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now / 1000 - Number(timestamp)) > LONGEST_WAY_SECONDS) return false;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  return signatures.split(' ').some((signature) => {
    const given = Buffer.from(signature.startsWith('v1,') ? signature.slice('v1,'.length) : '', 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
