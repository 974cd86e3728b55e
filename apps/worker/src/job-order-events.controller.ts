import type { JobOrderAcknowledgement, MessageError, MessageKind } from '@plantway/canonical';
import { EventContext, durable } from '@plantway/events';
import type { JobOrderBook } from '@plantway/execution';
import type { RelatedMessages } from '@plantway/ports';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JOB_ORDER_BOOK, JOB_ORDER_DISPATCHER, RELATED_MESSAGES } from './worker.tokens.js';

interface DispatchedJobOrders {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly version: number;
}
type AcknowledgedJobOrder = JobOrderAcknowledgement & { readonly messageId: string };
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
  ) {}

  @EventPattern(['job-orders.dispatched.v1'], durable('job-order-book'))
  async keepDispatched(@Payload() { siteId, workOrderId, version }: DispatchedJobOrders): Promise<void> {
    await this.book.dispatched(siteId, workOrderId, version);
  }

  @EventPattern(['job-order.acknowledged.v1'], durable('job-order-book'))
  async keepAcknowledged(@Payload() { messageId, ...acknowledgement }: AcknowledgedJobOrder): Promise<void> {
    await this.book.acknowledge(acknowledgement, messageId);
  }

  /** A refusal is parked for the planner, and from then on the order is held. */
  @EventPattern(['message.parked.v1'], durable('job-order-book'))
  async keepRefused(@Payload() { messageId, siteId, kind, sourceSystem, senderId, error }: ParkedMessage): Promise<void> {
    if (kind !== 'jobOrderAcknowledgement' || error?.code !== 'JOB_ORDER_REFUSED') return;
    const refusal = await this.related.find(siteId, sourceSystem, kind, senderId);
    if (refusal !== undefined) await this.book.acknowledge(refusal.command as JobOrderAcknowledgement, messageId);
  }

  /** The planner wants refused job orders to be sent again. */
  @EventPattern(['job-orders.resubmitted.v1'], durable('job-order-book'))
  async sendAgain(@Payload() { siteId, workOrderId, version }: DispatchedJobOrders, @Ctx() context: EventContext): Promise<void> {
    await this.book.sendAgain(siteId, workOrderId, version, context.event.correlationid);
    await this.dispatcher.sweep();
  }
}
