import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError, type Instant, type JobOrderDispatch, type MessageState, type PlantDate } from '@plantway/canonical';
import type { JobOrderBook, UndispatchedJobOrders } from '@plantway/execution';
import { jobOrderDispatchLane } from '@plantway/flows';
import type { Intake } from '@plantway/messaging';
import type { RelatedMessage, RelatedMessages } from '@plantway/ports';

/** Source system of what the gateway asks of itself. */
const PLANTWAY = 'plantway';
/** A dispatch that is not on its way, and need not go any more when there is a newer one. */
const NOT_ON_ITS_WAY: readonly MessageState[] = ['accepted', 'waiting', 'retrying', 'parked'];

export interface JobOrderDispatcherOptions {
  readonly book: JobOrderBook;
  readonly intake: Pick<Intake, 'accept'>;
  readonly related: RelatedMessages;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
  readonly dayOf: (siteId: string, instant: Instant) => PlantDate;
  /** Told of a version that got no message. */
  readonly onFailure: (version: Omit<JobOrderDispatch, 'jobOrders'>, error: unknown) => void;
}

/**
 * Makes a message of each version of job orders that none carries yet. It may end at any point and be run again: a version has one name, so its message is stored once.
 * What of an older version is not on its way is annulled, so that a MES that was away is given the newest version only.
 */
export class JobOrderDispatcher {
  constructor(private readonly options: JobOrderDispatcherOptions) {}

  /**
   * Goes on until every version has its message. One that fails is told of and left to the next sweep; the others go on.
   * @throws TechnicalRetryableError when the database is away; errors of reading what is there as they come
   */
  async sweep(): Promise<void> {
    const { book, onFailure } = this.options;
    let failed = 0;
    for (let some = await book.undispatched(); some.length > 0; some = await book.undispatched(failed)) {
      for (const undispatched of some) {
        try {
          await this.dispatch(undispatched);
        } catch (error) {
          if (error instanceof TechnicalRetryableError) throw error;
          failed += 1;
          onFailure(undispatched.dispatch, error);
        }
      }
    }
  }

  private async dispatch({ dispatch, correlationId = randomUUID() }: UndispatchedJobOrders): Promise<void> {
    const { siteId, workOrderId, version } = dispatch;
    const { book, intake, businessNow, dayOf } = this.options;
    const today = dayOf(siteId, businessNow().toISOString());
    const { messageId } = await intake.accept({
      siteId, kind: 'jobOrderDispatch', sourceSystem: PLANTWAY, senderId: senderIdOf(workOrderId, version), laneKey: jobOrderDispatchLane(siteId, workOrderId), correlationId, acceptedBy: PLANTWAY,
      received: dispatch, canonical: dispatch, search: { workOrderId, lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    });
    await this.annulBefore(siteId, workOrderId, version, messageId);
    await book.carriedBy({ siteId, workOrderId, version }, messageId); // last: until then a restart does all of it again
  }

  private async annulBefore(siteId: string, workOrderId: string, version: number, messageId: string): Promise<void> {
    const before = await this.lastBefore(siteId, workOrderId, version);
    if (before === undefined || !NOT_ON_ITS_WAY.includes(before.state)) return;
    await this.options.related.annul(before.messageId, { messageId, note: `superseded by version ${version}` });
  }

  /** The message of the last version before this one that had one: versions that came fast after one another were skipped, and what was before that one it annulled itself. */
  private async lastBefore(siteId: string, workOrderId: string, version: number): Promise<RelatedMessage | undefined> {
    for (let earlier = version - 1; earlier > 0; earlier -= 1) {
      const message = await this.options.related.find(siteId, PLANTWAY, 'jobOrderDispatch', senderIdOf(workOrderId, earlier));
      if (message !== undefined) return message;
    }
    return undefined;
  }
}

const senderIdOf = (workOrderId: string, version: number): string => `${workOrderId}@${version}`;
