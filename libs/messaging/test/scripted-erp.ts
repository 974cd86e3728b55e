import { BusinessException, OutcomeUnknownError, TechnicalRetryableError, messageError, type MessageKind } from '@plantway/canonical';
import type { BusinessRefusal, CallOptions, CausedEvent, Clock, DeliveryFlow, DeliveryMessage, DeliveryPlan, ExecutionEffect, FieldNotCarried, PlannedPart, PostingReceipt, RefusalDecision, WaitCondition } from '@plantway/ports';

/** What the tests' message asks for: an amount, in one or more parts. */
export interface Order {
  readonly amount: string;
  readonly parts?: readonly string[];
}

/** What the foreign ERP does with one request. Without a script it commits and answers. */
export type Deed =
  | 'answer' | 'commitAndStaySilent' | 'staySilent' | 'hang' | 'commitAndFail' | 'commitTwiceAndStaySilent' | 'commitOtherAmountAndStaySilent' | 'unavailable' | 'answerNothing' | 'answerOtherReference' | 'answerOtherAmount' | 'answerWithoutReference' | 'commitAndFollowUp'
  | { readonly commitAfterMs: number }
  | { readonly answerAfterMs: number }
  | { readonly refuse: string }
  | { readonly retryAfterMs: number }
  | { readonly throws: Error };

export interface ForeignDocument {
  readonly number: string;
  readonly reference: string;
  readonly partId: string;
  amount: string;
  readonly at: number;
  reversedBy?: string;
  /** The goods movement failed. */
  isFollowedUp?: boolean;
  /** The goods movement that was posted later. */
  movement?: string;
}

/** A foreign ERP with a ledger of its own, played by a script. It has no idempotency: what it is asked to post, it posts. */
export class ScriptedErp {
  readonly ledger: ForeignDocument[] = [];
  readonly requests: { readonly reference: string; readonly at: number }[] = [];
  /** Until when each call might take, as it was told. */
  readonly deadlines: (number | undefined)[] = [];
  readonly readBacks: { readonly reference: string; readonly at: number }[] = [];
  /** Thrown by read-backs while it is set. */
  unreadable: Error | undefined;
  /** Class K: one document of one reference. */
  isKeyed = false;
  /** Fields of every report for which it has no place. */
  notCarried: readonly FieldNotCarried[] = [];
  private readonly deeds: Deed[] = [];

  constructor(private readonly clock: Clock) {}

  /** The next requests meet these deeds, in order; the ones after are answered. */
  will(...deeds: readonly Deed[]): this {
    this.deeds.push(...deeds);
    return this;
  }

  async post(part: PlannedPart<Order>, reference: string, signal: AbortSignal): Promise<PostingReceipt> {
    this.requests.push({ reference, at: this.clock.now().getTime() });
    const deed = this.deeds.shift() ?? 'answer';
    switch (deed) {
      case 'answer': return this.receipt(this.commit(part, reference));
      case 'commitAndStaySilent': this.commit(part, reference); return silence(signal);
      case 'commitTwiceAndStaySilent': this.commit(part, reference); this.commit(part, reference); return silence(signal);
      case 'commitOtherAmountAndStaySilent': this.commit({ ...part, payload: { amount: `${part.payload.amount}9` } }, reference); return silence(signal);
      case 'commitAndFail': this.commit(part, reference); throw new Error('<html>502 Bad Gateway</html>');
      case 'commitAndFollowUp': return this.receipt(Object.assign(this.commit(part, reference), { isFollowedUp: true }));
      case 'staySilent': return silence(signal);
      case 'hang': return new Promise(() => undefined);
      case 'unavailable': throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
      case 'answerNothing': return {} as PostingReceipt;
      case 'answerOtherReference': return { ...this.receipt(this.commit(part, reference)), reference: 'of somebody else' };
      case 'answerOtherAmount': return this.receipt({ ...this.commit(part, reference), amount: `${part.payload.amount}9` });
      case 'answerWithoutReference': return { ...this.receipt(this.commit(part, reference)), reference: undefined as unknown as string };
    }
    if ('commitAfterMs' in deed) {
      void this.clock.sleep(deed.commitAfterMs).then(() => this.commit(part, reference));
      return silence(signal);
    }
    if ('answerAfterMs' in deed) {
      await this.clock.sleep(deed.answerAfterMs);
      return this.receipt(this.commit(part, reference));
    }
    if ('refuse' in deed) throw new BusinessException(deed.refuse, `the ERP says ${deed.refuse}`);
    if ('retryAfterMs' in deed) throw new TechnicalRetryableError('ERP_THROTTLED', 'too many requests', { retryAfterMs: deed.retryAfterMs });
    throw deed.throws;
  }

  async find(reference: string): Promise<readonly PostingReceipt[]> {
    this.readBacks.push({ reference, at: this.clock.now().getTime() });
    if (this.unreadable) throw this.unreadable;
    return this.ledger.filter((document) => document.reference === reference).map((document) => this.receipt(document));
  }

  /** Posts the goods movement that had failed. */
  putRight(number: string, movement: string): void {
    Object.assign(this.ledger.find((document) => document.number === number)!, { isFollowedUp: false, movement });
  }

  /** Partners of the documents in the order in which they were posted: "confirmation 7". */
  amounts(): readonly string[] {
    return this.ledger.map(({ amount }) => amount);
  }

  private commit(part: PlannedPart<Order>, reference: string): ForeignDocument {
    const known = this.isKeyed ? this.ledger.find((document) => document.reference === reference) : undefined;
    if (known) return known;
    const document = { number: String(1000 + this.ledger.length), reference, partId: part.partId, amount: part.payload.amount, at: this.clock.now().getTime() };
    this.ledger.push(document);
    return document;
  }

  private receipt({ number, reference, amount, reversedBy, isFollowedUp, movement }: ForeignDocument): PostingReceipt {
    const nothing = { value: '0', unit: 'H87' };
    return {
      reference, backend: 'scripted', documents: [{ type: 'confirmation', number }, ...(movement ? [{ type: 'goodsMovement', number: movement } as const] : [])], postingDate: '2026-11-22', postedAt: this.clock.now().toISOString(),
      quantities: { yield: { value: amount, unit: 'H87' }, scrap: nothing, rework: nothing }, ...(reversedBy ? { reversedBy } : {}), ...(this.notCarried.length > 0 ? { notCarried: this.notCarried } : {}),
      ...(isFollowedUp ? { followUp: { code: 'STOCK_SHORT', reason: 'the goods issue failed' } } : {}),
    };
  }
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new OutcomeUnknownError('ERP_ANSWER_LOST', 'no answer')), { once: true }));
}

/** A flow without any business: one part per message, or the parts that the message names. */
export class ScriptedFlow implements DeliveryFlow<Order, Order, PostingReceipt> {
  /** Plans by sender's id; a message without one sends. May be changed while the test runs. */
  readonly plans = new Map<string, (message: DeliveryMessage<Order>) => DeliveryPlan<Order> | Promise<DeliveryPlan<Order>>>();
  /** What a message of which the plan is fixed waits for before its next send; nothing when it is not set. */
  holds: ((message: DeliveryMessage<Order>, part: PlannedPart<Order>) => WaitCondition | undefined | Promise<WaitCondition | undefined>) | undefined;
  /** Wait keys that a posted message fulfils, by sender's id. */
  readonly fulfilled = new Map<string, readonly string[]>();
  /** What a posted message causes; an event about its sender when it is not set. */
  causes: (() => readonly CausedEvent[]) | undefined;
  /** What the gateway keeps of a posted message; nothing when it is not set. */
  keeps: (() => readonly ExecutionEffect[]) | undefined;

  /** What a refusal means; as the error catalogue says when it is not set. */
  decides: ((refusal: BusinessRefusal<Order>) => RefusalDecision<Order> | Promise<RefusalDecision<Order>>) | undefined;

  constructor(private readonly erp: ScriptedErp, readonly kind: MessageKind = 'productionConfirmation') {}

  async plan(message: DeliveryMessage<Order>): Promise<DeliveryPlan<Order>> {
    const plan = this.plans.get(message.senderId);
    if (plan) return plan(message);
    return this.sends(message.command);
  }

  async mustWaitFor(message: DeliveryMessage<Order>, part: PlannedPart<Order>): Promise<WaitCondition | undefined> {
    return this.holds?.(message, part);
  }

  sends({ amount, parts = ['confirmation'] }: Order): DeliveryPlan<Order> {
    return { decision: 'send', parts: parts.map((partId) => ({ partId, payload: { amount } })) };
  }

  send(part: PlannedPart<Order>, reference: string, { signal, deadlineAt }: CallOptions): Promise<PostingReceipt> {
    this.erp.deadlines.push(deadlineAt?.getTime());
    return this.erp.post(part, reference, signal!);
  }

  find(_part: PlannedPart<Order>, reference: string, { deadlineAt }: CallOptions): Promise<readonly PostingReceipt[]> {
    this.erp.deadlines.push(deadlineAt?.getTime());
    return this.erp.find(reference);
  }

  agrees(part: PlannedPart<Order>, receipt: PostingReceipt): boolean {
    return receipt.quantities?.yield.value === part.payload.amount;
  }

  async onBusinessRefusal(_message: DeliveryMessage<Order>, refusal: BusinessRefusal<Order>): Promise<RefusalDecision<Order>> {
    if (this.decides) return this.decides(refusal);
    const { code, reason } = refusal;
    const error = messageError(code, reason);
    return error.unblockCondition ? { decision: 'wait', condition: { key: `refusal:${code}`, error } } : { decision: 'park', error };
  }

  events({ senderId }: DeliveryMessage<Order>): readonly CausedEvent[] {
    if (this.causes) return this.causes();
    return [{ type: 'production.confirmed.v1', subject: senderId, data: {} }];
  }

  effects(): readonly ExecutionEffect[] {
    return this.keeps?.() ?? [];
  }

  fulfils({ senderId }: DeliveryMessage<Order>): readonly string[] {
    return this.fulfilled.get(senderId) ?? [];
  }
}
