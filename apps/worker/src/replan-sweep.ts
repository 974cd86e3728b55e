import { TechnicalRetryableError, type ReplanRequest } from '@plantway/canonical';
import type { ReplanCoalescer, UnsentReplan } from '@plantway/execution';
import { replanLane } from '@plantway/flows';
import type { OwnCommands } from './own-commands.js';

export interface ReplanSweepOptions {
  readonly coalescer: ReplanCoalescer;
  readonly own: OwnCommands;
  /** Told of a request that got no message. */
  readonly onFailure: (request: ReplanRequest, error: unknown) => void;
}

/** Makes a message of each replan request whose window is over. It may end at any point and be run again: a window has one name, so its message is stored once. */
export class ReplanSweep {
  constructor(private readonly options: ReplanSweepOptions) {}

  /** One that fails is told of and left to the next sweep; the others go on. @throws TechnicalRetryableError when the database is away; errors of reading what is there as they come */
  async run(): Promise<void> {
    for (const unsent of await this.options.coalescer.due()) {
      try {
        await this.send(unsent);
      } catch (error) {
        if (error instanceof TechnicalRetryableError) throw error;
        this.options.onFailure(unsent.request, error);
      }
    }
  }

  private async send({ request, correlationId }: UnsentReplan): Promise<void> {
    const { siteId, lineId, replanRequestId } = request;
    const { messageId } = await this.options.own.accept({ siteId, kind: 'replanRequest', senderId: replanRequestId, laneKey: replanLane(siteId, lineId), correlationId, command: request });
    await this.options.coalescer.carriedBy(request, messageId); // last: until then a restart does all of it again
  }
}
