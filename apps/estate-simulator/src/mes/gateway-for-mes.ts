import type { process, systemErp } from '@plantway/clients';

/** A report as it goes over the wire. */
export type Report = process.ProductionConfirmationDto;
export type MesOrder = systemErp.WorkOrderDto;
export type MesItem = systemErp.ItemDto;
/** A message as it stood after a change. */
export type ChangedMessage = Pick<process.MessageSummaryDto, 'confirmationId' | 'state' | 'error'>;

/**
 * What became of sending a report. `refused`: the gateway will never take this body, whatever happens. `later`: it was not stored, or nobody knows:
 * the very same report is sent again.
 */
export type SendOutcome =
  | { readonly outcome: 'accepted'; readonly messageId: string }
  | { readonly outcome: 'refused'; readonly code: string; readonly detail: string }
  | { readonly outcome: 'later'; readonly retryAfterMs?: number };

/** What a MES needs of the gateway. The reads throw when they cannot be answered now. */
export interface GatewayForMes {
  /** Orders that may be worked on: released or in progress. */
  workableOrders(): Promise<readonly MesOrder[]>;
  item(itemId: string): Promise<MesItem>;
  send(report: Report): Promise<SendOutcome>;
  /** Without a cursor: from the first change that is kept. */
  changes(cursor: string | undefined): Promise<{ readonly messages: readonly ChangedMessage[]; readonly nextCursor: string }>;
}
