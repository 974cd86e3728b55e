import { MessageBacklog, type MessageSummary } from '@plantway/messaging';
import type { BacklogRow, Clock, Page, PageRequest, ProcessMessage, ProcessReadPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import type { Pool } from 'pg';

const DEFAULT_LIMIT = 100;

/** What the consumer tier reads of the process tier, in one process with it. Its cursors are the list's own positions. */
export class MessageProcessReads implements ProcessReadPort {
  constructor(private readonly messages: MessageBacklog, private readonly clock: Pick<Clock, 'now'>, private readonly sites: Pick<SiteDirectory, 'get'>) {}

  async backlog(siteId: string): Promise<{ readonly asOf: string; readonly rows: readonly BacklogRow[] }> {
    const now = this.clock.now();
    return { asOf: now.toISOString(), rows: await this.messages.rows(siteId, { now, latencyTargets: this.sites.get(siteId)?.latencyTargets ?? {} }) };
  }

  /** @throws BusinessException `CURSOR_INVALID` */
  async exceptions(siteId: string, { cursor, limit = DEFAULT_LIMIT }: PageRequest): Promise<Page<ProcessMessage>> {
    const asOf = this.clock.now().toISOString();
    const { items, nextCursor } = await this.messages.stopped(siteId, { limit, ...(cursor !== undefined && { cursor }) });
    return { items: items.map(processMessage), nextCursor, asOf };
  }
}

/** The reads over a database and the sites that run; whoever gives the pool ends it. */
export function processReads(pool: Pool, clock: Pick<Clock, 'now'>, sites: Pick<SiteDirectory, 'get'>): ProcessReadPort {
  return new MessageProcessReads(new MessageBacklog(pool), clock, sites);
}

function processMessage({ messageId, siteId, kind, state, sourceSystem, senderId, workOrderId, operationId, acceptedAt, error }: MessageSummary): ProcessMessage {
  return {
    messageId, siteId, kind, state, sourceSystem, senderId, acceptedAt,
    ...(workOrderId !== undefined && { workOrderId }), ...(operationId !== undefined && { operationId }), ...(error !== undefined && { error }),
  };
}
