import pg from 'pg';
import { HeldSession } from './held-session.js';

/** A dead peer is noticed by the server after about half a minute, and its session locks go to somebody else. */
const KEEP_ALIVE = 'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3';

/**
 * One connection of its own, beside the pool, for what lives as long as a session: advisory locks and LISTEN.
 * When it breaks, its locks are gone: whoever used it gets an error at the next query and asks for `client()` anew.
 */
export class HeldConnection {
  #opening: Promise<HeldSession> | undefined;
  #client: pg.Client | undefined;

  /** @param wake called for every notification and when the connection breaks */
  constructor(private readonly pool: pg.Pool, private readonly wake: () => void, private readonly channel?: string) {}

  /** The open connection; opens it when there is none. @throws when the database cannot be reached */
  client(): Promise<HeldSession> {
    if (this.#opening !== undefined) return this.#opening;
    const client = new pg.Client(this.pool.options);
    const opening = this.open(client);
    const forget = (): void => {
      if (this.#opening === opening) this.#opening = undefined;
      this.wake();
    };
    client.on('error', forget);
    client.on('end', forget);
    client.on('notification', () => this.wake());
    opening.catch(forget);
    this.#opening = opening;
    this.#client = client;
    return opening;
  }

  /** Ends the session, and with it its locks. */
  async end(): Promise<void> {
    const opening = this.#opening;
    const client = this.#client;
    this.#opening = undefined;
    this.#client = undefined;
    await opening?.catch(() => undefined);
    await client?.end().catch(() => undefined);
  }

  private async open(client: pg.Client): Promise<HeldSession> {
    try {
      await client.connect();
      await client.query(KEEP_ALIVE);
      if (this.channel !== undefined) await client.query(`listen ${pg.escapeIdentifier(this.channel)}`);
      return new HeldSession(client);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }
}
