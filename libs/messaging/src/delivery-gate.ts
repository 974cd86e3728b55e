import type { WaitCondition } from '@plantway/ports';

/** Whether this gateway may deliver for a site at all; asked before a message is worked on, and once more when its intent is written. */
export interface DeliveryGate {
  /** Whether what was admitted holds at this moment, without asking anybody. */
  isOpen(siteId: string): boolean;
  /**
   * Undefined when messages of the site may be delivered; otherwise what they wait for.
   * @throws TechnicalRetryableError when it cannot be found out now
   */
  admit(siteId: string): Promise<WaitCondition | undefined>;
}

/** Nobody is asked. */
export const OPEN_GATE: DeliveryGate = { isOpen: () => true, admit: async () => undefined };
