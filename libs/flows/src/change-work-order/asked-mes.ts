import type { Instant, Quantity, WorkOrder, WorkOrderChange } from '@plantway/canonical';
import type { CallOptions, RelatedMessages } from '@plantway/ports';

/** Where the MES stands to a change. */
export type MesAnswer =
  | { readonly outcome: 'nothingToAsk' }
  /** The order moved on after it was read. */
  | { readonly outcome: 'readAgain' }
  /** The job order that has no answer yet. */
  | { readonly outcome: 'open'; readonly jobOrderId: string; readonly version: number }
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'partly'; readonly quantity: Quantity; readonly reason?: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/** Asks the MES about changes. Beside `RelatedMessages.annul` the only thing that a plan does; done again it changes nothing. */
export interface AskedMes {
  /** Gives the MES the job orders as the change wants them, to be answered, unless it has them; answers where it stands. */
  ask(asked: { readonly messageId: string; readonly correlationId: string; readonly change: WorkOrderChange; readonly order: WorkOrder; readonly asOf: Instant }, options: CallOptions): Promise<MesAnswer>;
  /** Whether the MES has, or is about to get, job orders as the change of this message wants them. */
  isAsked(siteId: string, workOrderId: string, messageId: string): Promise<boolean>;
  /** The change comes to nothing: the MES gets the job orders back as they were. */
  withdraw(siteId: string, workOrderId: string, messageId: string): Promise<unknown>;
}

/** Finds reports about an order that are stored and not finished. */
export type OpenReports = Pick<RelatedMessages, 'openReports'>;
