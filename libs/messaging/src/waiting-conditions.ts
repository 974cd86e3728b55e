import type { MessageKind } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type pg from 'pg';
import { againWhenRaced } from './again-when-raced.js';
import { LaneBell } from './lane-bell.js';
import { PARKED_FOR, RING_FIRST_OF_EACH, WAITING_KEYS } from './waiting-conditions.sql.js';

export interface WaitingConditionsOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
}

/** A message that is with a person, and may go on by itself. */
export interface ParkedMessage {
  readonly messageId: string;
  /** Place in the order of acceptance, decimal text. */
  readonly position: string;
  readonly kind: MessageKind;
  readonly code: string;
  /** Since when it is parked. */
  readonly since: Date;
  /** In its canonical form. */
  readonly command: unknown;
}

/** For how many lanes is asked at once. */
const PAGE = 200;

/** What is waited for, for whoever looks whether it is fulfilled: page after page, so that thousands that wait cost as many questions as there are different things to look at. */
export class WaitingConditions {
  private readonly bell: LaneBell;

  constructor(private readonly options: WaitingConditionsOptions) {
    this.bell = new LaneBell(options.pool);
  }

  /**
   * The distinct keys under which messages wait and that begin with `prefix`, in their order, in pages.
   * @param after only those behind this one
   * @param pageSize 1 to 1,000
   */
  async *keys(prefix: string, after = '', pageSize = PAGE): AsyncGenerator<readonly string[], void, undefined> {
    const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
    let last = after;
    for (;;) {
      const { rows } = await this.options.pool.query<{ key: string }>({ name: 'waiting-keys', text: WAITING_KEYS, values: [prefix, last, end, pageSize] });
      if (rows.length > 0) yield rows.map(({ key }) => key);
      if (rows.length < pageSize) return;
      last = rows.at(-1)!.key;
    }
  }

  /** Has one message of each key looked at, where the look itself is the only way to find out: the others go on when that one tells. */
  async tryOneOfEach(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const { pool, clock } = this.options;
    const { rowCount } = await againWhenRaced(() => pool.query({ name: 'ring-first-of-each', text: RING_FIRST_OF_EACH, values: [[...keys].sort(), clock.now()] }));
    if (rowCount !== 0) this.bell.ring();
  }

  /** Messages of a site that are parked because of one of the codes, in pages, in the order of acceptance. @param pageSize 1 to 1,000 */
  async *parkedFor(siteId: string, codes: readonly string[], pageSize = PAGE): AsyncGenerator<readonly ParkedMessage[], void, undefined> {
    let after = '0';
    for (;;) {
      const { rows } = await this.options.pool.query<{ message_id: string; position: string; kind: MessageKind; code: string; state_since: Date; command: unknown }>({ name: 'parked-for', text: PARKED_FOR, values: [siteId, codes, after, pageSize] });
      if (rows.length > 0) yield rows.map(({ message_id: messageId, position, kind, code, state_since: since, command }) => ({ messageId, position, kind, code, since, command }));
      if (rows.length < pageSize) return;
      after = rows.at(-1)!.position;
    }
  }
}
