import type { MessageKind } from '@plantway/canonical';

/**
 * What a backend promises for an operation against double posting:
 * K the ERP enforces our key; R our reference can be read back; B only balances can be read back; N nothing can.
 */
export const GUARANTEE_CLASSES = ['K', 'R', 'B', 'N'] as const;
export type GuaranteeClass = (typeof GUARANTEE_CLASSES)[number];

/** What one operation of a backend promises. */
export interface DeclaredGuarantee {
  readonly guaranteeClass: GuaranteeClass;
  /** Of class K: for how many milliseconds after its write the other side still knows a key; absent when for as long as the document stands. */
  readonly keyRetentionMs?: number;
}

/** What holds when nothing is declared: nothing is enforced over there, and what was sent can be looked for. */
export const READ_BACK_GUARANTEE: DeclaredGuarantee = { guaranteeClass: 'R' };

/** What the backends of the sites promise for each kind of message, as last declared: known without a call, because it decides what becomes of a lost answer. */
export interface DeliveryGuarantees {
  /** `READ_BACK_GUARANTEE` where nothing is known. */
  of(siteId: string, kind: MessageKind): DeclaredGuarantee;
}
