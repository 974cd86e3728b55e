import type { FetchedJobOrder } from './book-line.js';
import type { FreeMaterial } from './floor/material.js';
import type { Outgoing, SendOutcome } from './outgoing.js';

/** A message as it stood after a change. */
export interface ChangedMessage {
  readonly messageId: string;
  readonly kind: string;
  readonly state: string;
  readonly confirmationId?: string;
  readonly error?: { readonly code: string };
}

/** What a MES needs of the gateway. The reads throw when they cannot be answered now. */
export interface GatewayForMes {
  /** Job orders that changed since the cursor, in the order of their changes; without one from the beginning. */
  jobOrders(cursor: string | undefined): Promise<{ readonly jobOrders: readonly FetchedJobOrder[]; readonly nextCursor: string }>;
  send(outgoing: Outgoing): Promise<SendOutcome>;
  /** Without a cursor: from the first change that is kept. */
  changes(cursor: string | undefined): Promise<{ readonly messages: readonly ChangedMessage[]; readonly nextCursor: string }>;
  /** What is free of an item in the ERP, by lot where it has lots. */
  freeMaterial(itemId: string): Promise<readonly FreeMaterial[]>;
}
