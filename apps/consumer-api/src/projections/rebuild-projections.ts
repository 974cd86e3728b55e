import { inTransaction } from '@plantway/database';
import { EventLog } from '@plantway/events';
import type { Pool } from 'pg';
import { FORGET_POSITION, LOCK_PROJECTION, MOVE_PROJECTION, PROJECTED_TABLES, forgetTable } from './projection.sql.js';
import { PROJECTION_PAGE, applyEvents } from './projector.js';

/** How far a rebuild is. */
export interface RebuildProgress {
  /** Events applied so far. */
  readonly events: number;
  readonly position: number;
  /** Where the log ended when the rebuild began; it may go on behind it. */
  readonly lastPosition: number;
}

export interface RebuildOptions {
  /** Told after every page of events. */
  readonly onProgress?: (progress: RebuildProgress) => void;
  /** Rebuild although retention has removed events: what only they told of is gone from the projections afterwards. */
  readonly evenIncomplete?: boolean;
}

/**
 * Drops the projections and makes them again from the event log, up to its end. Readers see the old rows until the new ones are complete; live events wait and are applied afterwards.
 * Killed, it leaves everything as it was. Answers how far it came.
 * @throws Error when retention has removed events, unless `evenIncomplete`
 */
export async function rebuildProjections(pool: Pool, { onProgress = () => undefined, evenIncomplete = false }: RebuildOptions = {}): Promise<RebuildProgress> {
  const log = new EventLog(pool);
  const lastPosition = await log.latestPosition();
  return inTransaction(pool, async (client) => {
    await client.query(LOCK_PROJECTION);
    for (const table of PROJECTED_TABLES) await client.query(forgetTable(table));
    await client.query(FORGET_POSITION);
    let progress: RebuildProgress = { events: 0, position: 0, lastPosition };
    for (;;) {
      const page = await log.read({ siteId: null, types: null, after: progress.position, limit: PROJECTION_PAGE });
      if (page.reset) {
        if (!evenIncomplete) throw new Error(`the event log begins behind position ${page.removedThrough}, older events are not kept any more: a rebuild would lose what they told of`);
        await client.query(MOVE_PROJECTION, [page.removedThrough, null]);
        progress = { ...progress, position: page.removedThrough };
        continue;
      }
      await applyEvents(client, page.events);
      progress = { ...progress, events: progress.events + page.events.length, position: page.events.at(-1)?.position ?? progress.position };
      onProgress(progress);
      if (page.events.length < PROJECTION_PAGE) return progress;
    }
  });
}
