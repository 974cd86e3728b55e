import type pg from 'pg';
import { READ_COMMANDS } from './past-commands.sql.js';

/** What was accepted, as it is still stored: for looking at it again, never for sending it. */
export class PastCommands {
  constructor(private readonly pool: pg.Pool) {}

  /** The canonical form of each of these messages of the site, by their ids; without those whose form is lost. */
  async of(siteId: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const { rows } = await this.pool.query<{ message_id: string; command: unknown }>({ name: 'read-commands', text: READ_COMMANDS, values: [siteId, messageIds] });
    return new Map(rows.map(({ message_id: messageId, command }) => [messageId, command]));
  }
}
