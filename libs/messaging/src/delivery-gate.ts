import { ERP_SIDE, type OtherSide, type WaitCondition } from '@plantway/ports';

/** Whether this gateway may write to one other side of a site: asked before each send, and looked at once more when its intent is written. Reading needs no gate. */
export interface DeliveryGate {
  /** Whose writes it guards; what goes to another side passes by. */
  readonly guards: OtherSide;
  /** Whether what was admitted holds at this moment, without asking anybody. */
  isOpen(siteId: string): boolean;
  /**
   * Undefined when the other side of the site may be written to; otherwise what that waits for.
   * @throws TechnicalRetryableError when it cannot be found out now
   */
  admit(siteId: string): Promise<WaitCondition | undefined>;
}

/** Nobody is asked. */
export const OPEN_GATE: DeliveryGate = { guards: ERP_SIDE, isOpen: () => true, admit: async () => undefined };
