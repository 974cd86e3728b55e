import { randomUUID } from 'node:crypto';
import type { PlantDate } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Pool } from 'pg';
import type { BookFinding, Proposal } from './compare-books.js';
import { ADD_FINDINGS, ADOPT, APPEND_AUDIT, APPLIED, APPROVE, CLOSE_FINDINGS, CORRECT_REPORT, END, LAST_NIGHT, LIST, LIST_FINDINGS, ORDERS_REPORTED, ORDERS_WITH_FINDINGS, PROGRESS, PROPOSE, READ, READ_FINDING, REQUEST, TAKE } from './reconciliation.sql.js';
import type { Finding, Reconciliation } from './reconciliation.js';
import { findingOf, reconciliationOf, type FindingRow, type ReconciliationRow } from './reconciliation-rows.js';

/** The latest first; `nextPlace` is where to read on, undefined after the last. */
export interface ReconciliationPage {
  readonly items: readonly Reconciliation[];
  readonly nextPlace?: string;
}
/** As they were found; `nextPlace` as above. */
export interface FindingPage {
  readonly items: readonly Finding[];
  readonly nextPlace?: string;
}

/** A comparison that somebody wants, or that is due. */
export interface Wanted {
  readonly siteId: string;
  readonly fromDay: PlantDate;
  readonly toDay: PlantDate;
  readonly night?: PlantDate;
  readonly requestedBy: string;
  readonly correlationId: string;
}

/** One that is being carried out. */
export interface Running {
  readonly reconciliationId: string;
  readonly siteId: string;
  readonly fromDay: PlantDate;
  readonly toDay: PlantDate;
  /** How often it failed before. */
  readonly failures: number;
  /** Names the run: somebody who took it over has another one. */
  readonly startedAt: Date;
}
/** Why it could not be carried out, and when it is tried again. */
export interface Failed {
  readonly error: string;
  readonly retryAt?: Date;
}
/** How far one is. */
export interface Progress {
  readonly ordersTotal: number;
  readonly ordersDone: number;
  readonly documentsRead: number;
  readonly messagesRead: number;
}
/** A finding that somebody agrees to. */
export interface Approval {
  readonly siteId: string;
  readonly finding: Finding;
  readonly actor: string;
  readonly actorRole: string;
  readonly correlationId: string;
}

/** Comparisons, their findings, and what was decided about them. Nothing here changes the ERP. */
export class ReconciliationBook {
  constructor(private readonly pool: Pool) {}

  /** @returns its id; undefined when the night has one already */
  async request({ siteId, fromDay, toDay, night, requestedBy, correlationId }: Wanted, at: Date): Promise<string | undefined> {
    const { rows: [row] } = await this.pool.query<{ reconciliation_id: string }>({ name: 'conservation.request', text: REQUEST, values: [randomUUID(), siteId, fromDay, toDay, night ?? null, requestedBy, correlationId, at] });
    return row?.reconciliation_id;
  }

  /** The last night of a site that has a comparison, and up to which day its books are compared: days of a night that failed are not. Undefined before the first. */
  async lastNight(siteId: string): Promise<{ readonly night: PlantDate; readonly toDay: PlantDate } | undefined> {
    const { rows: [row] } = await this.pool.query<{ night: string; to_day: string }>({ name: 'conservation.last-night', text: LAST_NIGHT, values: [siteId] });
    return row && { night: row.night, toDay: row.to_day };
  }

  /** The oldest comparison that nobody carries out, for this caller until `until`; undefined when there is none. */
  async take(at: Date, until: Date): Promise<Running | undefined> {
    const { rows: [row] } = await this.pool.query<{ reconciliation_id: string; site_id: string; from_day: string; to_day: string; failures: number }>({ name: 'conservation.take', text: TAKE, values: [at, until] });
    return row && { reconciliationId: row.reconciliation_id, siteId: row.site_id, fromDay: row.from_day, toDay: row.to_day, failures: row.failures, startedAt: at };
  }

  /** @returns false when somebody else has taken it over */
  async progress({ reconciliationId, startedAt }: Running, { ordersTotal, ordersDone, documentsRead, messagesRead }: Progress, findings: readonly BookFinding[], until: Date): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query({ name: 'conservation.progress', text: PROGRESS, values: [reconciliationId, until, ordersTotal, ordersDone, documentsRead, messagesRead, startedAt] });
      if (rowCount !== 1) return false;
      const rows = findings.map(({ proposal, ...body }) => ({ finding_id: randomUUID(), body: { ...body, ...(proposal === undefined ? {} : { proposal }) }, proposal }));
      if (rows.length > 0) await client.query({ name: 'conservation.add-findings', text: ADD_FINDINGS, values: [reconciliationId, JSON.stringify(rows)] });
      return true;
    });
  }

  async end({ reconciliationId, startedAt }: Running, state: 'done' | 'failed' | 'queued', at: Date, failed?: Failed): Promise<void> {
    await this.pool.query({ name: 'conservation.end', text: END, values: [reconciliationId, state, at, failed?.error ?? null, startedAt, failed?.retryAt ?? null] });
  }

  /** Orders on which something was reported for these days, with how many messages. */
  async ordersReported(siteId: string, fromDay: PlantDate, toDay: PlantDate): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<{ work_order_id: string; messages: number }>({ name: 'conservation.orders-reported', text: ORDERS_REPORTED, values: [siteId, fromDay, toDay] });
    return new Map(rows.map(({ work_order_id: workOrderId, messages }) => [workOrderId, messages]));
  }

  async get(siteId: string, reconciliationId: string): Promise<Reconciliation | undefined> {
    const { rows: [row] } = await this.pool.query<ReconciliationRow>({ name: 'conservation.read', text: READ, values: [siteId, reconciliationId] });
    return row && reconciliationOf(row);
  }

  /** The latest first. */
  async list(siteId: string, before: string | undefined, limit: number): Promise<ReconciliationPage> {
    const { rows } = await this.pool.query<ReconciliationRow>({ name: 'conservation.list', text: LIST, values: [siteId, before ?? null, limit + 1] });
    const page = rows.slice(0, limit);
    return { items: page.map(reconciliationOf), ...(rows.length > limit && { nextPlace: page.at(-1)!.position }) };
  }

  /** In the order in which they were found. */
  async findings(reconciliationId: string, after: string | undefined, limit: number): Promise<FindingPage> {
    const { rows } = await this.pool.query<FindingRow>({ name: 'conservation.list-findings', text: LIST_FINDINGS, values: [reconciliationId, after ?? null, limit + 1] });
    const page = rows.slice(0, limit);
    return { items: page.map(findingOf), ...(rows.length > limit && { nextPlace: page.at(-1)!.position }) };
  }

  async finding(siteId: string, reconciliationId: string, findingId: string): Promise<Finding | undefined> {
    const { rows: [row] } = await this.pool.query<FindingRow>({ name: 'conservation.read-finding', text: READ_FINDING, values: [siteId, reconciliationId, findingId] });
    return row && findingOf(row);
  }

  /** Orders of which something was found that nobody has decided about, the one that was looked at longest ago first. */
  async ordersWithFindings(siteId: string, limit: number): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ work_order_id: string }>({ name: 'conservation.orders-with-findings', text: ORDERS_WITH_FINDINGS, values: [siteId, limit] });
    return rows.map(({ work_order_id: workOrderId }) => workOrderId);
  }

  /** The order was looked at again: of what was found and is not named any more the books agree. @param still `kind messageId documentNumber` of what is still so */
  async closeOthers(siteId: string, workOrderId: string, still: readonly string[], at: Date): Promise<void> {
    await this.pool.query({ name: 'conservation.close-findings', text: CLOSE_FINDINGS, values: [siteId, workOrderId, still, at] });
  }

  /** Writes down the first of two persons who agree. @returns false when somebody else did, or it is not proposed any more */
  propose(approval: Approval, at: Date): Promise<boolean> {
    return this.decide(approval, { name: 'conservation.propose', text: PROPOSE, action: 'reconciliation.finding-proposed' }, at);
  }

  /** Writes down who agreed, before anything is done. @returns false when it is carried out already, or nothing is proposed */
  approve(approval: Approval, at: Date): Promise<boolean> {
    return this.decide(approval, { name: 'conservation.approve', text: APPROVE, action: 'reconciliation.finding-approved' }, at);
  }

  private decide({ siteId, finding: { findingId, body }, actor, actorRole, correlationId }: Approval, { name, text, action }: { readonly name: string; readonly text: string; readonly action: string }, at: Date): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      const { rowCount } = await client.query({ name, text, values: [findingId, actor, at] });
      if (rowCount !== 1) return false;
      const details = JSON.stringify({ kind: body.kind, proposal: body.proposal satisfies Proposal | undefined });
      await client.query({ name: 'conservation.audit', text: APPEND_AUDIT, values: [actor, actorRole, siteId, findingId, correlationId, details, at, action] });
      return true;
    });
  }

  /** What was approved is carried out. A document that counts as known from now on is kept in the same transaction. */
  applied({ siteId, finding: { findingId, body }, actor }: Approval, messageId: string | undefined, at: Date): Promise<void> {
    return inTransaction(this.pool, async (client) => {
      if (body.proposal === 'adopt' && body.document !== undefined) {
        const { number, workOrderId, operationId, amounts } = body.document;
        await client.query({
          name: 'conservation.adopt', text: ADOPT,
          values: [siteId, number, workOrderId, operationId, amounts.yield.unit, amounts.yield.value, amounts.scrap.value, amounts.rework.value, findingId, actor, at],
        });
      }
      if (body.proposal === 'correctBook') await client.query({ name: 'conservation.correct-report', text: CORRECT_REPORT, values: [siteId, body.messageId, JSON.stringify(body.report), at] });
      await client.query({ name: 'conservation.applied', text: APPLIED, values: [findingId, messageId ?? null] });
    });
  }
}
