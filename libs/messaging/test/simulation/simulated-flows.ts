import { messageError, type MessageKind } from '@plantway/canonical';
import { messageSettledKey, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DeliveryReceipt, type PlannedPart, type RefusalDecision, type WaitCondition } from '@plantway/ports';
import type { Booking, SimulatedReceipt } from './simulated-erp.js';
import type { SimulatedWire } from './simulated-wire.js';
import type { OtherMessages } from './simulated-store.js';

/** What a message of a simulated life asks for. */
export interface Wish {
  readonly parts: readonly Omit<Booking, 'senderId' | 'reverses'>[];
  /** Of a reversal: the message that it takes back. */
  readonly takesBack?: string;
  /** The message of another lane that must be finished first. */
  readonly after?: string;
  /** A condition in the foreign system that must be fulfilled first. */
  readonly condition?: string;
  readonly needsApproval?: boolean;
}

type Message = DeliveryMessage<Wish>;
const WAITING = messageError('PREDECESSOR_OPEN');

/** The business of simulated lives: confirmations in parts that may wait, be refused and amended. */
export class SimulatedConfirmations implements DeliveryFlow<Wish, Booking, SimulatedReceipt> {
  readonly kind: MessageKind = 'productionConfirmation';

  constructor(protected readonly wire: SimulatedWire, protected readonly others: OtherMessages) {}

  async plan({ senderId, command, approvedBy }: Message): Promise<DeliveryPlan<Booking>> {
    if (command.needsApproval && approvedBy === undefined) return { decision: 'approve', error: messageError('PREDECESSOR_OPEN') };
    const condition = await this.unmet(command);
    return condition ? { decision: 'wait', condition } : { decision: 'send', parts: command.parts.map((part) => ({ partId: part.partId, payload: { senderId, ...part } })) };
  }

  async mustWaitFor({ command }: Message): Promise<WaitCondition | undefined> {
    return this.unmet(command);
  }

  send({ payload }: PlannedPart<Booking>, reference: string, { signal }: CallOptions): Promise<SimulatedReceipt> {
    return this.wire.post(payload, reference, signal!);
  }

  find(_part: PlannedPart<Booking>, reference: string, { signal }: CallOptions): Promise<readonly SimulatedReceipt[]> {
    return this.wire.find(reference, signal!);
  }

  agrees({ payload }: PlannedPart<Booking>, receipt: SimulatedReceipt): boolean {
    return receipt.amount === payload.amount;
  }

  async onBusinessRefusal(_message: Message, { part, reference, code, reason }: BusinessRefusal<Booking>, { signal }: CallOptions): Promise<RefusalDecision<Booking>> {
    if (code === 'PERIOD_CLOSED') return { decision: 'amend', payload: { ...part!.payload, period: 'open' }, note: 'booked into the open period' };
    if (reason.endsWith('is posted already')) {
      const [receipt] = await this.wire.find(reference!, signal!);
      return receipt ? { decision: 'stands', receipt, note: 'it was posted already' } : { decision: 'wait', condition: { key: `found:${reference}`, error: WAITING } };
    }
    if (reason.endsWith('is locked')) return { decision: 'wait', condition: { key: `lot:${part!.payload.lot}`, error: WAITING } };
    return { decision: 'park', error: messageError(code, reason) };
  }

  events({ senderId }: Message): readonly CausedEvent[] {
    return [{ type: 'production.confirmed.v1', subject: senderId, data: {} }];
  }

  fulfils(): readonly string[] {
    return [];
  }

  private async unmet({ after, condition }: Wish): Promise<WaitCondition | undefined> {
    if (condition !== undefined && !(await this.others.isFulfilled(condition))) return { key: condition, error: WAITING };
    return after === undefined || (await this.others.isFinished(after)) ? undefined : { key: messageSettledKey(after), error: WAITING };
  }
}

/** Takes a confirmation back: annuls it while it is not on its way, reverses what of it stands, or waits until one of both is possible. */
export class SimulatedReversals extends SimulatedConfirmations {
  override readonly kind: MessageKind = 'confirmationReversal';

  override async plan({ messageId, senderId, command }: Message): Promise<DeliveryPlan<Booking>> {
    const original = command.takesBack!;
    const standing = await this.others.takeBack(original, messageId);
    if (standing === 'onItsWay') return { decision: 'wait', condition: { key: messageSettledKey(original), error: WAITING } };
    if (standing.length === 0) return { decision: 'finish', state: 'posted', note: 'nothing of it stood in the ERP' };
    return { decision: 'send', parts: [...standing].reverse().map((receipt) => ({ partId: `of ${numberOf(receipt)}`, payload: { senderId, partId: `of ${numberOf(receipt)}`, amount: `-${(receipt as SimulatedReceipt).amount}`, reverses: numberOf(receipt) } })) };
  }

  override async mustWaitFor(): Promise<undefined> {
    return undefined;
  }
}

function numberOf({ documents }: DeliveryReceipt): string {
  return documents[0]!.number;
}
