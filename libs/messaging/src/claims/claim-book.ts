import { randomUUID } from 'node:crypto';
import { inTransaction } from '@plantway/database';
import type pg from 'pg';
import { APPEND_CLAIM_EVENTS, AUDIT_TAKE_OVER, BEGIN_CLAIM, KEEP_GRANT, KEEP_REFUSAL, LIST_REFUSED, WISH_TAKE_OVER } from './instance-claim.sql.js';

/** A claim as it is to be made. */
export interface BegunClaim {
  /** Token that the ERP kept when it was last heard of; undefined when the site was never held. */
  readonly token: string | undefined;
  readonly pending: string;
  readonly isTakenOver: boolean;
  /** Until then whoever was taken over from may still be sending. */
  readonly sendsFrom: Date | undefined;
}

/** A site that another gateway holds. */
export interface RefusedSite {
  readonly siteId: string;
  readonly since: Date;
}

interface BegunRow {
  readonly token: string | null;
  readonly pending: string;
  readonly is_taken_over: boolean;
  readonly sends_from: Date | null;
}

/** What the database of this gateway knows of its claims; its workers share them. What changes is told as an alert, in the same transaction. */
export class ClaimBook {
  constructor(private readonly pool: pg.Pool) {}

  async begin(siteId: string): Promise<BegunClaim> {
    const { rows: [row] } = await this.pool.query<BegunRow>({ name: 'begin-claim', text: BEGIN_CLAIM, values: [siteId, randomUUID()] });
    return { token: row!.token ?? undefined, pending: row!.pending, isTakenOver: row!.is_taken_over, sendsFrom: row!.sends_from ?? undefined };
  }

  /** @param sendsFrom of a take-over: until when the one before may still send */
  async keepGrant(siteId: string, pending: string, at: Date, sendsFrom: Date | undefined): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      const { rows: [kept] } = await client.query<{ refused_at: Date | null }>({ name: 'keep-grant', text: KEEP_GRANT, values: [siteId, pending, at, sendsFrom ?? null] });
      if (kept?.refused_at) await tell(client, siteId, 'alert.cleared.v1', at, { ...alertOf(siteId, kept.refused_at), clearedAt: at.toISOString() });
    });
  }

  /** Answers false when another worker of this database has gone on with another token meanwhile: the refusal means nothing. */
  async keepRefusal(siteId: string, pending: string, at: Date): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rows: [kept] } = await client.query<{ is_news: boolean; refused_at: Date }>({ name: 'keep-refusal', text: KEEP_REFUSAL, values: [siteId, pending, at] });
      if (kept?.is_news) {
        const title = `Another gateway posts into the ERP of ${siteId}; this one sends nothing there`;
        await tell(client, siteId, 'alert.raised.v1', at, { ...alertOf(siteId, kept.refused_at), severity: 'alarm', title, raisedAt: at.toISOString(), ownerRole: 'admin' });
      }
      return kept !== undefined;
    });
  }

  /** Lets the next claim of the site take it over, whoever holds it; written down with who and why. */
  async takeOver(siteId: string, { actor, reason, at }: { readonly actor: string; readonly reason: string; readonly at: Date }): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(WISH_TAKE_OVER, [siteId, at]);
      await client.query(AUDIT_TAKE_OVER, [actor, siteId, randomUUID(), JSON.stringify({ reason }), at]);
    });
  }

  /** Sites for which this gateway sends nothing, because another one holds them. */
  async refused(): Promise<readonly RefusedSite[]> {
    const { rows } = await this.pool.query<{ site_id: string; refused_at: Date }>({ name: 'list-refused-claims', text: LIST_REFUSED });
    return rows.map(({ site_id: siteId, refused_at: since }) => ({ siteId, since }));
  }
}

function alertOf(siteId: string, refusedAt: Date): { readonly alertId: string; readonly kind: string; readonly siteId: string } {
  return { alertId: `gatewayNotHolder:${siteId}@${refusedAt.toISOString()}`, kind: 'gatewayNotHolder', siteId };
}

async function tell(client: pg.PoolClient, siteId: string, type: string, at: Date, data: { readonly alertId: string; readonly [fact: string]: unknown }): Promise<void> {
  const event = { id: randomUUID(), type, site_id: siteId, subject: data.alertId, correlation_id: randomUUID(), causation_id: null, data, occurred_at: at.toISOString() };
  await client.query(APPEND_CLAIM_EVENTS, [JSON.stringify([event])]);
}
