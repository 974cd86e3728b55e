import { createHmac } from 'node:crypto';
import { DefectError } from '@plantway/canonical';

const SECRET = /^whsec_([A-Za-z0-9+/]+={0,2})$/;

/** The key of a secret as Standard Webhooks writes it. @throws DefectError when it is not "whsec_" and 24 to 64 bytes in base64 */
export function webhookKey(secret: string): Buffer {
  const key = Buffer.from(SECRET.exec(secret)?.[1] ?? '', 'base64');
  if (key.length < 24 || key.length > 64) throw new DefectError('FLOW_DEFECT', 'The secret of the webhook must be "whsec_" and 24 to 64 bytes in base64. Correct MES_WEBHOOK_SECRET.', { effect: 'none' });
  return key;
}

/** The three headers of a signed request. Source: Standard Webhooks 1.0, "Webhook metadata" and "Signature scheme". */
export function signatureHeaders(key: Buffer, { id, at, body }: { readonly id: string; readonly at: Date; readonly body: string }): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
