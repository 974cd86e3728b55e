import type { ConfirmationReversal, MessageError, MessageState, ProductionConfirmation, Quantity, WorkOrder } from '@plantway/canonical';
import type { Annulment, DeliveryMessage, DeliveryReceipt, OpenReport, PostingReceipt, RelatedMessage, RelatedMessages, SequencePlace, Standstill } from '@plantway/ports';

export const pieces = (value: string): Quantity => ({ value, unit: 'H87' });

export function confirmation(more: Partial<ProductionConfirmation> = {}): ProductionConfirmation {
  return {
    confirmationId: 'mes-1', siteId: 'BER1', workOrderId: 'WO-1001', operationId: '0020', kind: 'partial', cumulative: false, yield: pieces('12'),
    scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }, { quantity: pieces('2'), reasonCode: 'SCRATCH' }], producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [],
    labor: [], machineTimes: [], startedAt: '2026-11-22T05:00:00.000Z', finishedAt: '2026-11-22T05:40:00.000Z', postingDate: '2026-11-21', productionDay: '2026-11-21', exceptionCodes: [], ...more,
  };
}

export function reversal(more: Partial<ConfirmationReversal> = {}): ConfirmationReversal {
  return {
    reversalId: 'rev-1', siteId: 'BER1', confirmationId: 'mes-1', workOrderId: 'WO-1001', operationId: '0020',
    reversedAt: '2026-11-22T06:30:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22', ...more,
  };
}

const AT = '2026-11-22T06:00:00.000Z';

export function confirmationMessage(command: ProductionConfirmation): DeliveryMessage<ProductionConfirmation> {
  return { messageId: 'm-1', siteId: 'BER1', kind: 'productionConfirmation', sourceSystem: 'mes', senderId: command.confirmationId, correlationId: 'journey', acceptedAt: AT, command };
}

export function reversalMessage(command: ConfirmationReversal): DeliveryMessage<ConfirmationReversal> {
  return { messageId: `m-${command.reversalId}`, siteId: 'BER1', kind: 'confirmationReversal', sourceSystem: 'mes', senderId: command.reversalId, correlationId: 'journey', acceptedAt: AT, command };
}

export function receipt(more: Partial<PostingReceipt> = {}): PostingReceipt {
  return {
    reference: 'ref-1', backend: 'scripted', documents: [{ type: 'confirmation', number: '17' }], postingDate: '2026-11-21', postedAt: AT,
    quantities: { yield: pieces('12'), scrap: pieces('3'), rework: pieces('0') }, ...more,
  };
}

export function workOrder(more: { readonly status?: WorkOrder['status']; readonly confirmed?: readonly [string, string] } = {}): WorkOrder {
  const [first, second] = more.confirmed ?? ['60', '0'];
  const operation = { description: '', workCenterId: 'WC-10', status: 'released', scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('100') } as const;
  return {
    workOrderId: 'WO-1001', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '5', status: more.status ?? 'released', startAt: '', dueAt: '', components: [], revision: '1',
    operations: [{ ...operation, operationId: '0010', yieldConfirmed: pieces(first) }, { ...operation, operationId: '0020', yieldConfirmed: pieces(second) }],
  };
}

interface Told {
  readonly state?: MessageState;
  readonly receipts?: readonly DeliveryReceipt[];
  readonly sent?: readonly ProductionConfirmation[];
}

/** The other messages of the site, in the tests' hands, in their order of acceptance. */
export class MessagesInHand implements RelatedMessages {
  readonly all: RelatedMessage[] = [];
  readonly annulments: { readonly messageId: string; readonly by: string }[] = [];
  /** What became of an attempt to annul; by default it succeeds. */
  annulment: Annulment | undefined;

  confirmation(command: ProductionConfirmation, { state = 'posted', sent = [], receipts = sent.map(() => receipt({ reference: `ref-${command.confirmationId}` })) }: Told = {}): this {
    this.all.push({
      messageId: `m-${command.confirmationId}`, kind: 'productionConfirmation', sourceSystem: 'mes', senderId: command.confirmationId, state, acceptedAt: AT, command, receipts,
      sent: sent.map((part) => ({ action: 'confirm', partId: 'confirmation', confirmation: part })),
    });
    return this;
  }

  /** @param taken what it has reversed in the ERP; a wish that was posted has reversed something unless it is said otherwise */
  reversal(command: ConfirmationReversal, state: MessageState = 'posted', taken: readonly PostingReceipt[] = state === 'posted' ? [receipt()] : []): this {
    this.all.push({
      messageId: `m-${command.reversalId}`, kind: 'confirmationReversal', sourceSystem: 'mes', senderId: command.reversalId, state, acceptedAt: AT, command,
      receipts: taken.map((each) => ({ ...each, reference: `ref-${command.reversalId}`, documents: [{ type: 'reversal', number: `9${each.documents[0].number}` }] })),
      sent: taken.map((each) => ({ action: 'reverse', partId: `reversal-${each.documents[0].number}`, siteId: 'BER1', receipt: each, postingDate: '2026-11-22' })),
    });
    return this;
  }

  private seen(message: RelatedMessage): RelatedMessage {
    const wishes = this.all.filter(({ kind, command, state }) => kind === 'confirmationReversal' && (command as ConfirmationReversal).confirmationId === message.senderId && state !== 'discarded' && state !== 'annulled');
    const wish = message.kind === 'productionConfirmation' ? (wishes.find(({ state }) => state === 'posted') ?? wishes.at(-1)) : undefined;
    return wish === undefined ? message : { ...message, reversal: { messageId: wish.messageId, state: wish.state, hasReceipts: wish.receipts.length > 0 } };
  }

  async find(_siteId: string, sourceSystem: string, kind: string, senderId: string): Promise<RelatedMessage | undefined> {
    const found = this.all.find((message) => message.sourceSystem === sourceSystem && message.kind === kind && message.senderId === senderId);
    return found && this.seen(found);
  }

  async reversalsOf(_siteId: string, sourceSystem: string, confirmationId: string): Promise<readonly RelatedMessage[]> {
    return this.all.filter(({ kind, command, sourceSystem: source }) => source === sourceSystem && kind === 'confirmationReversal' && (command as ConfirmationReversal).confirmationId === confirmationId);
  }

  /** All that are in hand, but for those after one that is in hand itself. */
  async before(messageId?: string): Promise<readonly RelatedMessage[]> {
    const place = this.counting.findIndex((message) => message.messageId === messageId);
    return this.counting.slice(0, place < 0 ? undefined : place).map((message) => this.seen(message));
  }

  async laterInLane(messageId: string): Promise<RelatedMessage | undefined> {
    const place = this.counting.findIndex((message) => message.messageId === messageId);
    const later = place < 0 ? undefined : this.counting[place + 1];
    return later && this.seen(later);
  }

  /** Messages that got ahead of the one under test; none unless a test says so. */
  overtaking: readonly RelatedMessage[] = [];

  async overtakenBy(): Promise<readonly RelatedMessage[]> {
    return this.overtaking.map((message) => this.seen(message));
  }

  async openReversalsOfOrderBefore(): Promise<readonly RelatedMessage[]> {
    return this.all.filter(({ kind, state }) => kind === 'confirmationReversal' && !['posted', 'postedWithFollowUp', 'discarded', 'annulled'].includes(state));
  }

  async openReports(_siteId: string, workOrderId: string): Promise<readonly OpenReport[]> {
    const reports = this.counting as readonly OpenReport[];
    return reports.filter(({ command, state }) => command.workOrderId === workOrderId && state !== 'posted' && state !== 'postedWithFollowUp');
  }

  async openConfirmationsOf(siteId: string, workOrderIds: readonly string[], limit: number): Promise<readonly OpenReport[]> {
    const ofEach = await Promise.all(workOrderIds.map((workOrderId) => this.openReports(siteId, workOrderId)));
    return ofEach.flat().slice(0, limit);
  }

  async openOfOrderBefore(): Promise<readonly RelatedMessage[]> {
    return (await this.before()).filter(({ state }) => state !== 'posted' && state !== 'postedWithFollowUp');
  }

  private get counting(): readonly RelatedMessage[] {
    return this.all.filter(({ kind, state }) => kind === 'productionConfirmation' && state !== 'discarded' && state !== 'annulled');
  }

  /** Where the message under test stands in the numbers of its source; nowhere unless a test says so. */
  place: SequencePlace | undefined;
  /** What stops a message or a lane, by its id or key. */
  readonly standstills = new Map<string, Standstill>();
  readonly passed: { readonly messageId: string; readonly code: string }[] = [];

  async placeInSequence(): Promise<SequencePlace | undefined> {
    return this.place;
  }

  async standstillOf(which: { readonly messageId: string } | { readonly laneKey: string }): Promise<Standstill | undefined> {
    return this.standstills.get('messageId' in which ? which.messageId : which.laneKey);
  }

  async letPass(messageId: string, { code }: MessageError): Promise<boolean> {
    this.passed.push({ messageId, code });
    return true;
  }

  async annul(messageId: string, by: { readonly messageId: string }): Promise<Annulment> {
    this.annulments.push({ messageId, by: by.messageId });
    return this.annulment ?? { outcome: 'annulled', receipts: [] };
  }
}
