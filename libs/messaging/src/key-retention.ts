import type { DeclaredGuarantee } from '@plantway/ports';
import type { MessagingSettings } from './messaging.config.js';

/** A key must be known for so many settle windows before it is relied upon: a first send and a second one may each be on their way for one, and one is to spare. */
const RETENTION_IN_SETTLE_WINDOWS = 3;

/** Whether the other side makes at most one document under a reference, for long enough to rely upon (class K). */
export function knowsKeys({ guaranteeClass, keyRetentionMs }: DeclaredGuarantee, { settleWindowMs }: Pick<MessagingSettings, 'settleWindowMs'>): boolean {
  return guaranteeClass === 'K' && (keyRetentionMs === undefined || keyRetentionMs >= RETENTION_IN_SETTLE_WINDOWS * settleWindowMs);
}

/** Whether what is lost is looked for by its reference, and nothing else keeps it from being made twice: class R, and K of which a key is not known for long enough. */
export function actsByReadBack(guarantee: DeclaredGuarantee, settings: Pick<MessagingSettings, 'settleWindowMs'>): boolean {
  return guarantee.guaranteeClass === 'R' || (guarantee.guaranteeClass === 'K' && !knowsKeys(guarantee, settings));
}
