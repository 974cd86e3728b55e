import { BusinessException, OutcomeUnknownError, TechnicalRetryableError, type PlantDate, type PromiseDateUpdate, type ReplanRequest } from '@plantway/canonical';
import type { CustomerPort, DeliveryReceipt, Page, PlanningPort, PromiseReceipt, SystemCapabilities } from '@plantway/ports';

const POSTED_AT = '2026-11-22T08:00:00.000Z';
const capabilities = async (): Promise<SystemCapabilities> => ({ backend: 'in-memory', guaranteeClass: 'K', longestWriteMs: 500 });
const nothing = async (): Promise<Page<never>> => ({ items: [], nextCursor: null, asOf: POSTED_AT });

/** A planning system that takes every request and makes no schedule by itself. */
export class PlanningInMemory implements PlanningPort {
  readonly requests: ReplanRequest[] = [];
  private readonly receipts = new Map<string, DeliveryReceipt>();

  readonly capabilities = capabilities;

  async post(request: ReplanRequest, reference: string): Promise<DeliveryReceipt> {
    const standing = this.receipts.get(reference);
    if (standing !== undefined) return standing;
    this.requests.push(request);
    const receipt: DeliveryReceipt = { reference, backend: 'in-memory', documents: [{ type: 'replanRequest', number: `RP-${this.requests.length}` }], postedAt: POSTED_AT };
    this.receipts.set(reference, receipt);
    return receipt;
  }

  async find(_request: ReplanRequest, reference: string): Promise<readonly DeliveryReceipt[]> {
    const standing = this.receipts.get(reference);
    return standing === undefined ? [] : [standing];
  }

  currentSchedule(): Promise<never> {
    return Promise.reject(new BusinessException('NOT_FOUND', 'there is no schedule over here'));
  }
}

/** A customer system that promises the day of the scheduled finish, UTC. It can be away, and lose one answer after it has taken an update. */
export class CustomersInMemory implements CustomerPort {
  readonly updates: PromiseDateUpdate[] = [];
  isAway = false;
  losesNextAnswer = false;
  private readonly receipts = new Map<string, PromiseReceipt>();
  private readonly promised = new Map<string, PlantDate>();

  readonly capabilities = capabilities;
  readonly customerOrders = nothing;
  readonly forecasts = nothing;

  async post(update: PromiseDateUpdate, reference: string): Promise<PromiseReceipt> {
    if (this.isAway) throw new TechnicalRetryableError('CUSTOMER_UNAVAILABLE', 'the customer system is away');
    const standing = this.receipts.get(reference) ?? this.take(update, reference);
    if (!this.losesNextAnswer) return standing;
    this.losesNextAnswer = false;
    throw new OutcomeUnknownError('CUSTOMER_ANSWER_LOST', 'the answer of the customer system is lost');
  }

  async find(_update: PromiseDateUpdate, reference: string): Promise<readonly PromiseReceipt[]> {
    const standing = this.receipts.get(reference);
    return standing === undefined ? [] : [standing];
  }

  private take(update: PromiseDateUpdate, reference: string): PromiseReceipt {
    this.updates.push(update);
    const line = `${update.customerOrderId}/${update.lineId}`;
    const promisedBefore = this.promised.get(line);
    const promisedOn = update.scheduledFinishAt.slice(0, 10);
    this.promised.set(line, promisedOn);
    const receipt: PromiseReceipt = { reference, backend: 'in-memory', documents: [{ type: 'promise', number: `PR-${this.updates.length}` }], postedAt: POSTED_AT, promisedOn, ...(promisedBefore && { promisedBefore }) };
    this.receipts.set(reference, receipt);
    return receipt;
  }
}
