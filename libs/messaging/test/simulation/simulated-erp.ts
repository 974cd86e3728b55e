import { BusinessException, OutcomeUnknownError, TechnicalRetryableError } from '@plantway/canonical';
import type { DeliveryReceipt } from '@plantway/ports';
import type { Scheduler } from './scheduler.js';

/** One write of a message as the simulated ERP takes it. */
export interface Booking {
  readonly senderId: string;
  readonly partId: string;
  /** Decimal text. */
  readonly amount: string;
  /** The period into which it is booked; the closed one takes nothing. */
  readonly period?: 'closed' | 'open';
  /** A lot that may be locked. */
  readonly lot?: string;
  /** What the ERP refuses until a person has put it right. */
  readonly isInvalid?: boolean;
  /** Number of the document that it reverses. */
  readonly reverses?: string;
}

/** A document in the ledger. Nothing is ever taken out of it. */
export interface LedgerEntry extends Booking {
  readonly number: string;
  readonly reference: string;
  /** From when on a search finds it; an index lags behind. In milliseconds. */
  readonly foundFrom: number;
  reversedBy?: string;
}

export interface SimulatedReceipt extends DeliveryReceipt {
  readonly amount: string;
}

/**
 * What an ERP enforces.
 * - `R`: nothing; what it is asked to post, it posts, and it can be searched by reference
 * - `K`: a reference is posted once; the same again is answered with the first document, or refused
 */
export type GuaranteeClass = 'K' | 'R';

/** How an ERP misbehaves, by its share of 100. */
const MOODS = [
  [8, 'commitAndStaySilent'], [5, 'staySilent'], [2, 'hang'], [4, 'commitAndFail'], [7, 'commitLate'], [3, 'answerLate'], [6, 'unavailable'], [3, 'throttle'],
  [1, 'answerNothing'], [1, 'answerOtherAmount'], [1, 'answerOtherReference'], [2, 'followUp'], [100, 'answer'],
] as const;
type Mood = (typeof MOODS)[number][1];

/** The longest time from a commit until a search finds it: with the longest write and pause just in time for the second read-back. */
const LONGEST_SEARCH_LAG_MS = 18_000;

type Answer = (receipt: SimulatedReceipt) => void;
type Fail = (error: unknown) => void;

/** A foreign ERP with a ledger, in memory. It misbehaves until `isCalm`. */
export class SimulatedErp {
  readonly ledger: LedgerEntry[] = [];
  isCalm = false;
  readonly lockedLots = new Set<string>();
  readonly putRight = new Set<string>();
  /** While it is shut for maintenance, until then. */
  private shutUntil = 0;

  /** @param longestWriteMs from the arrival of a request to its commit */
  constructor(private readonly scheduler: Scheduler, private readonly guarantee: GuaranteeClass, private readonly longestWriteMs: number) {}

  shut(ms: number): void {
    this.shutUntil = this.scheduler.now + ms;
  }

  /** A request to post has arrived. */
  post(booking: Booking, reference: string, answer: Answer, fail: Fail): void {
    const { scheduler } = this;
    const mood = this.mood();
    if (this.isShut()) return fail(new TechnicalRetryableError('ERP_UNAVAILABLE', 'maintenance'));
    if (mood === 'unavailable') return fail(new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused'));
    if (mood === 'throttle') return fail(new TechnicalRetryableError('ERP_THROTTLED', 'too many requests', { retryAfterMs: 3_000 }));
    if (mood === 'staySilent' || mood === 'hang') return;
    const refusal = this.refusal(booking);
    if (refusal) return fail(refusal);
    const commitMs = mood === 'commitLate' ? Math.sqrt(scheduler.random()) * this.longestWriteMs : mood === 'answerLate' ? scheduler.between(4_000, 8_000) : 0;
    scheduler.in(commitMs, () => this.commit(booking, reference, mood, answer, fail));
  }

  /** A question for a reference has arrived. */
  find(reference: string, answer: (receipts: readonly SimulatedReceipt[]) => void, fail: Fail): void {
    const mood = this.mood();
    if (this.isShut() || mood === 'unavailable' || mood === 'throttle') return fail(new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused'));
    if (mood === 'staySilent' || mood === 'hang') return;
    if (mood === 'commitAndFail') return fail(new Error('<html>502 Bad Gateway</html>'));
    answer(this.ledger.filter((entry) => entry.reference === reference && (this.isCalm || entry.foundFrom <= this.scheduler.now)).map((entry) => receiptOf(entry)));
  }

  private commit(booking: Booking, reference: string, mood: Mood, answer: Answer, fail: Fail): void {
    const known = this.guarantee === 'K' ? this.ledger.find((entry) => entry.reference === reference) : undefined;
    if (known && this.scheduler.chance(0.5)) return fail(new BusinessException('ERP_REFUSED', `${reference} is posted already`));
    const entry = known ?? this.book(booking, reference);
    switch (mood) {
      case 'commitAndStaySilent': return;
      case 'commitLate': return this.scheduler.chance(0.5) ? answer(receiptOf(entry)) : undefined;
      case 'commitAndFail': return fail(this.scheduler.chance(0.5) ? new Error('<html>502 Bad Gateway</html>') : new OutcomeUnknownError('ERP_ANSWER_LOST', 'connection reset'));
      case 'answerNothing': return answer({} as SimulatedReceipt);
      case 'answerOtherAmount': return answer({ ...receiptOf(entry), amount: `${entry.amount}9` });
      case 'answerOtherReference': return answer({ ...receiptOf(entry), reference: 'of somebody else' });
      case 'followUp': return answer({ ...receiptOf(entry), followUp: { code: 'STOCK_SHORT', reason: 'the goods issue failed' } });
      default: return answer(receiptOf(entry));
    }
  }

  private book(booking: Booking, reference: string): LedgerEntry {
    const number = String(1_000 + this.ledger.length);
    const lagMs = this.scheduler.chance(0.5) ? this.scheduler.between(0, LONGEST_SEARCH_LAG_MS) : 0;
    const entry: LedgerEntry = { ...booking, number, reference, foundFrom: this.scheduler.now + lagMs };
    this.ledger.push(entry);
    const reversed = this.ledger.find((other) => other.number === booking.reverses);
    if (reversed) reversed.reversedBy = number;
    return entry;
  }

  private refusal({ senderId, period, lot, isInvalid, reverses }: Booking): BusinessException | undefined {
    if (period === 'closed') return new BusinessException('PERIOD_CLOSED', 'the period is closed');
    if (lot !== undefined && this.lockedLots.has(lot)) return new BusinessException('ERP_REFUSED', `lot ${lot} is locked`);
    if (isInvalid && !this.putRight.has(senderId)) return new BusinessException('ERP_REFUSED', 'something is wrong with it');
    if (reverses !== undefined && !this.ledger.some(({ number }) => number === reverses)) return new BusinessException('ERP_REFUSED', `there is no document ${reverses}`);
    return undefined;
  }

  private mood(): Mood {
    if (this.isCalm) return 'answer';
    let left = this.scheduler.random() * 100;
    return MOODS.find(([share]) => (left -= share) < 0)![1];
  }

  private isShut(): boolean {
    return !this.isCalm && this.scheduler.now < this.shutUntil;
  }
}

function receiptOf({ number, reference, amount, reversedBy }: LedgerEntry): SimulatedReceipt {
  return { reference, backend: 'simulated', documents: [{ type: 'confirmation', number }], postedAt: '2026-11-22T08:00:00Z', amount, ...(reversedBy !== undefined && { reversedBy }) };
}
