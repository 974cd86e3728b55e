import { randomUUID } from 'node:crypto';
import { inTransaction } from '@plantway/database';
import type { MessageError } from '@plantway/canonical';
import type pg from 'pg';
import { APPEND_CIRCUIT_EVENTS, KNOW_DESTINATIONS, NOTE_ANSWER, NOTE_FAILURE, NOTE_REST, TAKE_SLOTS } from './pace.sql.js';
import type { KnownDestination, PaceStore, SystemFailure } from './pace-store.js';
import { systemPace, type PaceJson, type SystemPace } from './system-pace.js';

/** The pace of systems in PostgreSQL. A circuit that opens is an alert at every site that the system serves, in the same transaction. */
export class PaceBook implements PaceStore {
  constructor(private readonly pool: pg.Pool) {}

  async know(destinations: readonly KnownDestination[]): Promise<void> {
    const rows = destinations.map(({ destination, system, windowUntil }) => ({ destination, system, window_until: windowUntil }));
    await this.pool.query({ name: 'know-destinations', text: KNOW_DESTINATIONS, values: [JSON.stringify(rows)] });
  }

  async noteFailure({ system, siteIds, at, error, opensAt, probeAfterMs }: SystemFailure): Promise<SystemPace> {
    return inTransaction(this.pool, async (client) => {
      const { rows: [row] } = await client.query<{ pace: PaceJson }>({ name: 'note-failure', text: NOTE_FAILURE, values: [system, at, opensAt, probeAfterMs, error] });
      const pace = systemPace(row!.pace);
      if (pace.openedAt && pace.failures === opensAt) {
        const title = `${system} does not answer; nothing is sent to it but a probe now and then: ${error.reason}`;
        await tell(client, siteIds, 'alert.raised.v1', at, (siteId) => ({ ...alertOf(system, siteId, pace.openedAt!), severity: 'alarm', title, raisedAt: at.toISOString(), ownerRole: error.owner }));
      }
      return pace;
    });
  }

  async noteAnswer(system: string, siteIds: readonly string[], at: Date): Promise<SystemPace | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows: [row] } = await client.query<{ opened_at: Date | null; pace: PaceJson }>({ name: 'note-answer', text: NOTE_ANSWER, values: [system, at] });
      if (row?.opened_at) await tell(client, siteIds, 'alert.cleared.v1', at, (siteId) => ({ ...alertOf(system, siteId, row.opened_at!), clearedAt: at.toISOString() }));
      return row && systemPace(row.pace);
    });
  }

  async noteRest(system: string, until: Date, error: MessageError): Promise<SystemPace> {
    const { rows: [row] } = await this.pool.query<{ pace: PaceJson }>({ name: 'note-rest', text: NOTE_REST, values: [system, until, error] });
    return systemPace(row!.pace);
  }

  async takeSlots(system: string, from: Date, count: number, intervalMs: number): Promise<Date> {
    const { rows: [row] } = await this.pool.query<{ first_at: Date }>({ name: 'take-slots', text: TAKE_SLOTS, values: [system, from, count, intervalMs] });
    return row!.first_at;
  }
}

interface CircuitAlert {
  readonly alertId: string;
  readonly [fact: string]: unknown;
}

function alertOf(system: string, siteId: string, openedAt: Date): CircuitAlert {
  return { alertId: `circuitOpen:${siteId}:${system}@${openedAt.toISOString()}`, kind: 'circuitOpen', siteId };
}

async function tell(client: pg.PoolClient, siteIds: readonly string[], type: string, at: Date, data: (siteId: string) => CircuitAlert): Promise<void> {
  const events = siteIds.map(data).map((alert, index) => ({ id: randomUUID(), type, site_id: siteIds[index], subject: alert.alertId, correlation_id: randomUUID(), causation_id: null, data: alert, occurred_at: at.toISOString() }));
  if (events.length > 0) await client.query(APPEND_CIRCUIT_EVENTS, [JSON.stringify(events)]);
}
