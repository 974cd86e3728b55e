import { createHash } from 'node:crypto';

/** Namespace of the gateway's references, as published. */
const NAMESPACE = Buffer.from('8f2b6f0e5d0c4c579a350f3f1f4f8d11', 'hex');

/** Whose write it is. */
export interface ReferenceOwner {
  readonly siteId: string;
  readonly sourceSystem: string;
  readonly kind: 'productionConfirmation' | 'confirmationReversal' | 'materialConsumption' | 'qualityDecision';
  readonly senderId: string;
}

/**
 * The name that the gateway must give a write, by its published rule: UUID version 5 (RFC 9562) over the JSON list of site, source system, kind, sender's id and
 * part. Made here by own code, so that the judge does not ask the judged.
 */
export function expectedReference({ siteId, sourceSystem, kind, senderId }: ReferenceOwner, partId: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(JSON.stringify([siteId, sourceSystem, kind, senderId, partId])).digest();
  hash[6] = (hash[6] & 0x0f) | 0x50;
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const hex = hash.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** Part of a confirmation that an ERP takes in one write. */
export const CONFIRMATION_PART = 'confirmation';

/** Part that issues material which was reported apart from what was made. */
export const CONSUMPTION_PART = 'consumption';

/** Part of a quality decision that puts an order on hold. */
export const HOLD_PART = 'hold';

/** Part that takes back the ERP's confirmation of this number. */
export function reversalPart(confirmationNumber: string): string {
  return `reversal-${confirmationNumber}`;
}
