import type { JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';
import type { DeliveryReceipt } from './delivery.port.js';
import type { GuaranteeClass } from './guarantee.port.js';

/** What a MES backend can do, declared beforehand and shown in the API. */
export interface MesCapabilities {
  readonly backend: string;
  /** `push`: job orders are sent to the MES. `pull`: they are offered, and the MES fetches them from the process API. */
  readonly style: 'push' | 'pull';
  /** As for an ERP; K: the MES knows a repeated reference. */
  readonly guaranteeClass: GuaranteeClass;
  /** The longest one write may take over there, in milliseconds. */
  readonly longestWriteMs: number;
}

/** What stands at the MES for one dispatch. */
export interface DispatchReceipt extends DeliveryReceipt {
  /** Version that stands there. */
  readonly version: number;
}

/**
 * What Plantway needs from any MES. A backend does one write per call, retries nothing by itself and keeps no state. What the MES thinks of its job orders it says
 * by an acknowledgement to the process API, whatever its style.
 */
export interface MesPort {
  capabilities(siteId: string): Promise<MesCapabilities>;
  /**
   * Hands over all job orders of a work order in one version. The MES replaces an older version as a whole and ignores one that is older than what it has.
   * @throws TechnicalRetryableError `MES_UNAVAILABLE`, `MES_THROTTLED`, `MES_ACCESS_REFUSED`: surely nothing was taken
   * @throws OutcomeUnknownError `MES_ANSWER_LOST`
   * @throws BusinessException `MES_REFUSED`: a documented refusal, `details.reason` in the MES's words
   */
  dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt>;
  /** What stands at the MES for the work order of `dispatch`: nothing, or one receipt with the version and reference that it has. Errors as in `dispatch`, never a business one. */
  find(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]>;
}
