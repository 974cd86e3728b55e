import type { JobOrderAcknowledgement, MessageError, MessageKind } from '@plantway/canonical';
import { EventContext, NEVER_PUT_ASIDE, durable } from '@plantway/events';
import type { JobOrderBook, OrderNegotiation } from '@plantway/execution';
import type { RelatedMessages } from '@plantway/ports';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JOB_ORDER_BOOK, JOB_ORDER_DISPATCHER, ORDER_NEGOTIATION, RELATED_MESSAGES } from './worker.tokens.js';

interface DispatchedJobOrders {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly version: number;
}
type AcknowledgedJobOrder = JobOrderAcknowledgement & { readonly messageId: string; readonly workOrderId: string; readonly proposalFor?: string };
interface DiscardedMessage {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly workOrderId?: string;
}
interface ParkedMessage {
  readonly messageId: string;
  readonly siteId: string;
  readonly kind: MessageKind;
  readonly sourceSystem: string;
  readonly senderId: string;
  readonly error?: MessageError;
}

/** Writes down what becomes of job orders, in the order in which it happened. It calls no foreign system. */
@Controller()
export class JobOrderEventsController {
  constructor(
    @Inject(JOB_ORDER_BOOK) private readonly book: JobOrderBook,
    @Inject(JOB_ORDER_DISPATCHER) private readonly dispatcher: JobOrderDispatcher,
    @Inject(RELATED_MESSAGES) private readonly related: RelatedMessages,
    @Inject(ORDER_NEGOTIATION) private readonly negotiation: OrderNegotiation,
  ) {}

  @EventPattern(['job-orders.dispatched.v1'], durable('job-order-book', NEVER_PUT_ASIDE))
  async keepDispatched(@Payload() { siteId, workOrderId, version }: DispatchedJobOrders): Promise<void> {
    await this.book.dispatched(siteId, workOrderId, version);
  }

  @EventPattern(['job-order.acknowledged.v1'], durable('job-order-book', NEVER_PUT_ASIDE))
  async keepAcknowledged(@Payload() { messageId, workOrderId, proposalFor, ...acknowledgement }: AcknowledgedJobOrder, @Ctx() context: EventContext): Promise<void> {
    await this.book.acknowledgeUnlessKnown(acknowledgement, messageId); // written with its message, but not by an earlier release of the gateway
    if (proposalFor === undefined || acknowledgement.answer !== 'refused') return;
    // The ERP may have shown the order as it was asked for at that very moment: then nobody decides about this refusal, and the MES is told what counts, which it may refuse once more.
    if (await this.book.sendAgain(acknowledgement.siteId, workOrderId, acknowledgement.version, context.event.correlationid) !== undefined) await this.dispatcher.sweep();
  }

  /** A refusal is parked for the planner, and from then on the order is held. */
  @EventPattern(['message.parked.v1'], durable('job-order-book', NEVER_PUT_ASIDE))
  async keepRefused(@Payload() { messageId, siteId, kind, sourceSystem, senderId, error }: ParkedMessage): Promise<void> {
    if (kind !== 'jobOrderAcknowledgement' || error?.code !== 'JOB_ORDER_REFUSED') return;
    const refusal = await this.related.find(siteId, sourceSystem, kind, senderId);
    if (refusal === undefined || (await this.related.laterInLane(messageId))?.state === 'posted') return; // given up meanwhile, and the MES has said otherwise
    await this.book.acknowledge(refusal.command as JobOrderAcknowledgement, messageId);
  }

  /** The planner wants refused job orders to be sent again. */
  @EventPattern(['job-orders.resubmitted.v1'], durable('job-order-book', NEVER_PUT_ASIDE))
  async sendAgain(@Payload() { siteId, workOrderId, version }: DispatchedJobOrders, @Ctx() context: EventContext): Promise<void> {
    await this.book.sendAgain(siteId, workOrderId, version, context.event.correlationid);
    await this.dispatcher.sweep();
  }

  /** A change of an order was given up while the MES was asked: it gets its job orders back as they were. */
  @EventPattern(['message.discarded.v1'], durable('job-order-book', NEVER_PUT_ASIDE))
  async takeBack(@Payload() { messageId, siteId, kind, workOrderId }: DiscardedMessage): Promise<void> {
    if (kind !== 'workOrderChange' || workOrderId === undefined) return;
    await this.negotiation.withdraw(siteId, workOrderId, messageId);
    await this.dispatcher.sweep();
  }
}
