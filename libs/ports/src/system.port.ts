import type { CallOptions } from './call-options.js';
import type { DeliveryReceipt } from './delivery.port.js';
import type { GuaranteeClass } from './guarantee.port.js';

/** What a backend of a system family can do, declared beforehand and shown in the API. */
export interface SystemCapabilities {
  readonly backend: string;
  readonly guaranteeClass: GuaranteeClass;
  /** The longest one write may take over there, in milliseconds. */
  readonly longestWriteMs: number;
}

/**
 * The write that Plantway does to a system that is neither ERP nor MES: one kind of command, under our reference, which can be found again. A backend does one write per
 * call, retries nothing by itself and keeps no state. FAMILY is the family's name in the error catalogue: PLANNING, MAINTENANCE, CUSTOMER, QUALITY.
 */
export interface SystemPort<Command, Receipt extends DeliveryReceipt = DeliveryReceipt> {
  capabilities(siteId: string): Promise<SystemCapabilities>;
  /**
   * @throws TechnicalRetryableError `FAMILY_UNAVAILABLE`, `FAMILY_THROTTLED`, `FAMILY_ACCESS_REFUSED`: surely nothing was taken
   * @throws OutcomeUnknownError `FAMILY_ANSWER_LOST`
   * @throws BusinessException `FAMILY_REFUSED`: a documented refusal, in the words of the system
   */
  post(command: Command, reference: string, options?: CallOptions): Promise<Receipt>;
  /** What stands over there under `reference`: nothing, or one receipt. Errors as in `post`, never a business one. */
  find(command: Command, reference: string, options?: CallOptions): Promise<readonly Receipt[]>;
}
