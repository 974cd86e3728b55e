import type { MessageState } from '@plantway/canonical';
import type { AskedVersion, OrderNegotiation, WorkOrderRegister } from '@plantway/execution';
import type { MessageReader } from '@plantway/messaging';

/** The change is given up: the ERP was not changed for it. */
const GIVEN_UP: readonly MessageState[] = ['discarded', 'annulled'];
/** The ERP has the order as it was wanted, or as much of it as could be: the order itself says whether what was asked for counts. */
const DONE: readonly MessageState[] = ['posted', 'postedWithFollowUp'];

export interface FinishedChangesOptions {
  readonly negotiation: Pick<OrderNegotiation, 'asked' | 'withdraw'>;
  readonly register: Pick<WorkOrderRegister, 'refreshOne'>;
  readonly messages: Pick<MessageReader, 'statesOf'>;
  /** Told of what could not be taken back, once until it can be. */
  readonly onFailure: (asked: AskedVersion, error: unknown) => void;
}

/**
 * Takes back what the MES is still asked by a change that is over. Such a thing is left behind when a change is discarded while it is being planned, when a plan outlives its lease and asks after all,
 * or when the order is like that for a moment only, so that there is nothing to do any more and yet something asked.
 */
export class FinishedChanges {
  /** Messages of changes that could not be taken back. */
  private readonly stuck = new Set<string>();

  constructor(private readonly options: FinishedChangesOptions) {}

  /** Answers how many were taken back. One that fails is told of and left to the next sweep; the others go on. */
  async sweep(signal: AbortSignal): Promise<number> {
    const [givenUp, done] = await this.finished();
    let count = 0;
    for (const asked of givenUp) count += await this.takeBack(asked, async () => undefined);
    for (const asked of done) {
      if (signal.aborted) break;
      // What the ERP shows counts from then on, and is not asked for any more.
      count += await this.takeBack(asked, () => this.options.register.refreshOne(asked.siteId, asked.workOrderId, { signal }));
    }
    return count;
  }

  private async finished(): Promise<readonly [givenUp: readonly AskedVersion[], done: readonly AskedVersion[]]> {
    const { negotiation, messages } = this.options;
    const all = await negotiation.asked();
    const known = await Promise.all([...new Set(all.map(({ siteId }) => siteId))].map((site) => messages.statesOf(site, all.filter(({ siteId }) => siteId === site).map(({ messageId }) => messageId))));
    const states = new Map(known.flatMap((ofSite) => [...ofSite]));
    const among = (wanted: readonly MessageState[]): readonly AskedVersion[] => all.filter(({ messageId }) => wanted.includes(states.get(messageId)!));
    return [among(GIVEN_UP), among(DONE)];
  }

  private async takeBack(asked: AskedVersion, first: () => Promise<void>): Promise<number> {
    const { siteId, workOrderId, messageId } = asked;
    try {
      await first();
      const version = await this.options.negotiation.withdraw(siteId, workOrderId, messageId);
      this.stuck.delete(messageId);
      return version === undefined ? 0 : 1;
    } catch (error) {
      if (!this.stuck.has(messageId)) this.options.onFailure(asked, error);
      this.stuck.add(messageId);
      return 0;
    }
  }
}
