import type { JobOrderMaker, OrderNegotiation } from '@plantway/execution';
import type { AskedMes } from '@plantway/flows';

/** Asks the MES by the job orders that the gateway keeps; they are first brought to where the order was read. */
export function askedMes(negotiation: OrderNegotiation, maker: Pick<JobOrderMaker, 'make'>): AskedMes {
  return {
    ask: async (asked, options) => {
      await maker.make(asked.change.siteId, [asked.order], asked.asOf, { ...options, correlationId: asked.correlationId });
      return negotiation.ask(asked);
    },
    isAsked: (siteId, workOrderId, messageId) => negotiation.isAsked(siteId, workOrderId, messageId),
    withdraw: (siteId, workOrderId, messageId) => negotiation.withdraw(siteId, workOrderId, messageId),
  };
}
