import type { MessageError, MessageState } from '@plantway/canonical';
import type { Clock, DeliveryReceipt } from '@plantway/ports';
import type { TestDatabase } from '@plantway/testing';
import type { LeaseWish, LookWish } from '../../src/delivery-store.js';
import type { KnownDestination, SystemFailure } from '../../src/pacing/pace-store.js';
import type { FencedChange } from '../../src/fenced-change.js';
import type { HeadMessage } from '../../src/head-message.js';
import { headMessage, type HeadRow } from '../../src/head-rows.js';
import { acceptRows } from '../../src/accept-statement.js';
import { UNVERSIONED } from '../../src/code-versions.js';
import { ConditionBell, MessageDesk, MessageReader, MessageRelations, PostgresDeliveryStore } from '../../src/index.js';
import { LOAD_HEADS, RELEASE_LEASED_UNHEARD } from '../../src/lane.sql.js';
import { submittedRow } from '../../src/submitted-row.js';
import type { AcceptedMessage } from './memory-desk.js';
import type { LaneHold, MemoryOutlook } from './memory-leases.js';
import type { MadeStatement } from './made-statement.js';

const SITE = 'BER1';

/** Makes the statements that were made over tables in memory once more, over PostgreSQL, one at a time and in the same order. Leases have other tokens there; everything else is the same. */
export class PostgresReplay {
  private at = new Date(0);
  private readonly clock: Clock = { now: () => this.at, sleep: async () => undefined };
  /** Tokens by lane and epoch, and by the token in memory. */
  private readonly tokens = new Map<string, string>();
  private readonly store: PostgresDeliveryStore;
  private readonly desk: MessageDesk;
  private readonly relations: MessageRelations;
  private readonly bell: ConditionBell;

  constructor(private readonly database: TestDatabase, leaseMs: number) {
    const { clock } = this;
    const { pool } = database;
    this.store = new PostgresDeliveryStore({ pool, clock, leaseMs, versions: UNVERSIONED });
    this.desk = new MessageDesk(pool, clock, new MessageReader(pool));
    this.relations = new MessageRelations({ pool, clock });
    this.bell = new ConditionBell({ pool, clock });
  }

  /** Makes one statement; answers what the one in memory answered, if they are the same. */
  async make({ name, args, at }: MadeStatement): Promise<unknown> {
    this.at = at;
    const make = this.statements[name];
    if (!make) throw new Error(`there is no statement ${name} in PostgreSQL`);
    return make(...args);
  }

  /** By name, with the arguments of the one in memory. */
  private readonly statements: Readonly<Record<string, (...args: any[]) => Promise<unknown>>> = {
    accept: async (message: AcceptedMessage) => this.accept(message),
    'lease-due-lanes': async (_now: Date, _until: Date, token: string, wish: LeaseWish) => this.lease(wish, token),
    'load-heads': async (laneKey: string) => this.head(laneKey),
    'release-lane': async (lane: LaneHold, _now: Date, until?: Date) => (until ? this.store.postpone(this.held(lane), until) : this.store.release(this.held(lane))),
    'release-leased-unheard': async (token: string, now: Date, destinations: readonly string[]) => this.releaseUnheard(token, now, destinations),
    'look-for-work': async (_now: Date, wish: LookWish) => this.look(wish),
    'know-destinations': async (destinations: readonly KnownDestination[]) => this.store.paces.know(destinations),
    'note-failure': async (_at: Date, failure: SystemFailure) => this.store.paces.noteFailure(failure),
    'note-answer': async (at: Date, system: string) => this.store.paces.noteAnswer(system, [SITE], at),
    'note-rest': async (until: Date, system: string, error: MessageError) => this.store.paces.noteRest(system, until, error),
    'keep-evidence': async (attemptId: string, evidence: unknown) => this.store.keepEvidence(attemptId, evidence),
    'write-fenced': async (change: FencedChange) => this.store.write({ ...change, token: this.tokenOf(change.lane_key, change.epoch) }),
    'ring-conditions': async (keys: readonly string[]) => this.bell.ring(keys),
    'annul-message': async (messageId: string, byMessageId: string, note: string) => this.annul(messageId, byMessageId, note),
    'resubmit-message': async (messageId: string) => unlessRefused(this.desk.resubmit({ siteId: SITE, messageId, actor: 'somebody else', reason: 'again' })),
    'discard-message': async (messageId: string, _at: Date, reason: string) => unlessRefused(this.desk.discard({ siteId: SITE, messageId, actor: 'somebody else', reason })),
    'approve-message': async (messageId: string, _at: Date, actor: string) => unlessRefused(this.desk.approve({ siteId: SITE, messageId, actor })),
  };

  private async accept({ messageId, kind, senderId, laneKey, command }: AcceptedMessage): Promise<void> {
    const row = submittedRow({ siteId: SITE, kind, sourceSystem: 'mes', senderId, laneKey, correlationId: `journey-of-${senderId}`, acceptedBy: 'a MES', received: command, canonical: command, search: { lotIds: [], serialNumbers: [] }, postingDate: '2026-11-22', productionDay: '2026-11-22' }, this.at);
    await acceptRows(this.database.pool, [{ ...row, messageId, json: row.json.replaceAll(row.messageId, messageId) }], UNVERSIONED);
  }

  private async look(wish: LookWish): Promise<MemoryOutlook> {
    const { destinations, paces } = await this.store.look(wish);
    return { destinations, paces: [...paces.values()] };
  }

  private async lease(wish: LeaseWish, token: string): Promise<readonly string[]> {
    const leased = await this.store.leaseDue(wish);
    if (leased[0]) this.tokens.set(token, leased[0].lane.token);
    for (const { lane } of leased) this.tokens.set(`${lane.laneKey} ${lane.epoch}`, lane.token);
    return leased.map(({ lane }) => `${lane.laneKey} ${lane.epoch}`);
  }

  private async head(laneKey: string): Promise<HeadMessage | undefined> {
    const { rows: [row] } = await this.database.pool.query<HeadRow>(LOAD_HEADS, [[laneKey]]);
    return row && headMessage(row);
  }

  private async releaseUnheard(token: string, now: Date, destinations: readonly string[]): Promise<void> {
    const known = this.tokens.get(token);
    if (known !== undefined) await this.database.pool.query(RELEASE_LEASED_UNHEARD, [known, now, destinations]);
  }

  private async annul(messageId: string, byMessageId: string, note: string): Promise<readonly DeliveryReceipt[] | undefined> {
    const annulment = await this.relations.annul(messageId, { messageId: byMessageId, note });
    return annulment.outcome === 'annulled' ? annulment.receipts : undefined;
  }

  private held(lane: LaneHold): LaneHold & { leaseUntil: Date } {
    return { ...lane, token: this.tokenOf(lane.laneKey, lane.epoch), leaseUntil: this.at };
  }

  private tokenOf(laneKey: string, epoch: string): string {
    return this.tokens.get(`${laneKey} ${epoch}`)!;
  }
}

/** A person is told when something is not possible (any more); the statement in memory answers nothing then. */
async function unlessRefused(acting: Promise<MessageState>): Promise<MessageState | undefined> {
  return acting.catch((error: { readonly code?: string }) => {
    if (error.code === 'MESSAGE_STATE_CONFLICT') return undefined;
    throw error;
  });
}
