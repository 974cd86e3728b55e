import { randomUUID } from 'node:crypto';
import type { DecimalText, Instant } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Pool, PoolClient } from 'pg';
import { APPEND_EVENTS, CLOSE_DRIFT, KEEP_DRIFT, OPEN_DRIFTS } from './conservation.sql.js';

/** Which sum does not come out. */
export type Identity = 'released' | 'confirmed' | 'messages';

/** What probably happened. */
export interface Explanation {
  readonly kind: string;
  readonly words: string;
  readonly documentNumber?: string;
  readonly messageId?: string;
}

/** Something that does not come out, as it was seen now. */
export interface SeenDrift {
  readonly identity: Identity;
  /** What differs; one drift for each. */
  readonly objectKey: string;
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly messageId?: string;
  readonly measure: 'yield' | 'scrap' | 'rework' | 'remaining' | 'message';
  /** What the ERP has more than the gateway; where these two agree, what the MES has more. */
  readonly difference: DecimalText;
  readonly unit?: string;
  /** What each side says, by its name. */
  readonly sides: Readonly<Record<string, string>>;
  /** Empty while nobody knows. */
  readonly explanations: readonly Explanation[];
  /** Role that has to look at it. */
  readonly ownerRole: string;
  /** Words for a person. */
  readonly title: string;
}

/** What differs now, of `workOrderId` or of all messages. */
export interface Differing {
  readonly identities: readonly Identity[];
  readonly workOrderId?: string;
  readonly seen: readonly SeenDrift[];
  /** `identity objectKey`. */
  readonly suspected?: readonly string[];
  /** Operations of which the MES's side cannot be judged now, or `all`: what differs there only by the MES stays as it is. */
  readonly mesUndecided?: ReadonlySet<string> | 'all';
}

/** Drifts are kept, told with an alert, and end by themselves when the sides agree again. */
export class DriftBook {
  constructor(private readonly pool: Pool) {}

  /**
   * These differ now, of one order or of all messages of a site. New ones are told; those that are open, and neither among them nor suspected, end.
   * @param suspected keys of what differs and is not believed yet: one that is open stays as it is
   * @returns how many are new, and how many ended
   */
  keep(siteId: string, { identities, workOrderId, seen, suspected = [], mesUndecided = new Set() }: Differing, at: Date): Promise<{ readonly found: number; readonly cleared: number }> {
    return inTransaction(this.pool, async (client) => {
      const { rows: open } = await client.query<OpenRow>({ name: 'conservation.open-drifts', text: OPEN_DRIFTS, values: [siteId, identities, workOrderId ?? null] });
      const still = new Set([...seen.map(({ identity, objectKey }) => `${identity} ${objectKey}`), ...suspected]);
      const isLeft = ({ operation_id: operationId, sides }: OpenRow): boolean => (mesUndecided === 'all' || mesUndecided.has(operationId ?? '')) && isByMesOnly(sides);
      const over = open.filter((row) => !still.has(`${row.identity} ${row.object_key}`) && !isLeft(row));
      const events: object[] = [];
      let found = 0;
      for (const drift of seen) {
        const told = await this.found(client, siteId, drift, at);
        if (told.length > 0) found += 1;
        events.push(...told);
      }
      for (const { drift_id: driftId, identity, correlation_id: correlationId } of over) {
        await client.query({ name: 'conservation.close-drift', text: CLOSE_DRIFT, values: [driftId, at] });
        events.push(...clearedEvents(siteId, { driftId, identity, correlationId }, at));
      }
      if (events.length > 0) await client.query({ name: 'conservation.append-events', text: APPEND_EVENTS, values: [JSON.stringify(events)] });
      return { found, cleared: over.length };
    });
  }

  private async found(client: PoolClient, siteId: string, { title, objectKey, ...drift }: SeenDrift, at: Date): Promise<readonly object[]> {
    const correlationId = randomUUID();
    const { rows: [kept] } = await client.query<{ drift_id: string; is_new: boolean }>({
      name: 'conservation.keep-drift', text: KEEP_DRIFT, values: [JSON.stringify({
        drift_id: randomUUID(), site_id: siteId, identity: drift.identity, object_key: objectKey, work_order_id: drift.workOrderId, operation_id: drift.operationId, message_id: drift.messageId, measure: drift.measure,
        difference: drift.difference, unit: drift.unit, sides: drift.sides, explanations: drift.explanations, owner_role: drift.ownerRole, correlation_id: correlationId, seen_at: at.toISOString(),
      })],
    });
    if (!kept.is_new) return [];
    const foundAt = at.toISOString();
    const driftId = kept.drift_id;
    const { workOrderId, operationId, ownerRole } = drift;
    return [
      eventRow('conservation.drift-found.v1', { siteId, subject: driftId, correlationId, at: foundAt, data: { driftId, siteId, ...drift, foundAt } }),
      eventRow('alert.raised.v1', {
        siteId, subject: alertOf(driftId), correlationId, at: foundAt,
        data: { alertId: alertOf(driftId), kind: 'conservationDrift', severity: 'alarm', siteId, title, raisedAt: foundAt, driftId, ownerRole, workOrderId, operationId },
      }),
    ];
  }
}

interface OpenRow {
  readonly drift_id: string;
  readonly identity: Identity;
  readonly object_key: string;
  readonly correlation_id: string;
  readonly operation_id: string | null;
  readonly sides: SeenDrift['sides'];
}
interface ToldOf {
  readonly siteId: string;
  readonly subject: string;
  readonly correlationId: string;
  readonly at: Instant;
  readonly data: object;
}

/** The MES was what differed when it was seen last, and gateway and ERP agreed. */
const isByMesOnly = ({ erp, gateway, mes }: SeenDrift['sides']): boolean => erp === gateway && mes !== undefined && /^-?[0-9]/.test(mes);
const alertOf = (driftId: string): string => `conservation:${driftId}`;

function clearedEvents(siteId: string, { driftId, identity, correlationId }: { readonly driftId: string; readonly identity: Identity; readonly correlationId: string }, at: Date): readonly object[] {
  const clearedAt = at.toISOString();
  return [
    eventRow('conservation.drift-cleared.v1', { siteId, subject: driftId, correlationId, at: clearedAt, data: { driftId, siteId, identity, clearedAt } }),
    eventRow('alert.cleared.v1', { siteId, subject: alertOf(driftId), correlationId, at: clearedAt, data: { alertId: alertOf(driftId), kind: 'conservationDrift', siteId, clearedAt } }),
  ];
}

function eventRow(type: string, { siteId, subject, correlationId, at, data }: ToldOf): object {
  return { id: randomUUID(), type, site_id: siteId, subject, correlation_id: correlationId, causation_id: null, data, occurred_at: at };
}
