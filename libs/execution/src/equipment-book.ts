import { TechnicalRetryableError, type EquipmentEvent } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock, EquipmentEventAnswer, EquipmentEventSink } from '@plantway/ports';
import type { Pool } from 'pg';
import { isPossibleReading } from './counter-turn.js';
import { EquipmentBatch } from './equipment-batch.js';
import type { EquipmentSite, EquipmentSites } from './equipment-site.js';
import { eventKey } from './event-key.js';
import { refusalOfClock } from './machine-clock.js';

/**
 * What machines said: each event of a machine once, all of a batch in one transaction. States make downtimes, which are enriched with work center, line and running order; readings of counters
 * make steps; alarms raise alerts. Two who take events of the same equipment wait for each other.
 */
export class EquipmentBook implements EquipmentEventSink {
  /** @param latest the latest instant that an event may carry, as `latestOfMachines` tells it: a later one is refused, for it would silence its machine */
  constructor(private readonly pool: Pool, private readonly clock: Clock, private readonly sites: EquipmentSites, private readonly latest: () => Date) {}

  /** Instants are kept to the millisecond. @throws TechnicalRetryableError `SITE_NOT_FOUND`; errors of the database as they come: nothing was kept */
  async take(siteId: string, sourceSystem: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]> {
    const site = this.sites(siteId);
    if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
    const equipment = new Set(site.equipment.map(({ equipmentId }) => equipmentId));
    const latest = this.latest();
    const refusals = events.map((event) => refusalOf(event, equipment, site) ?? refusalOfClock(event, latest));
    const good = events.filter((_event, place) => refusals[place] === undefined).map(toTheMillisecond);
    const kept = good.length === 0 ? new Set<string>() : await inTransaction(this.pool, (client) => new EquipmentBatch(client, site, sourceSystem, this.clock.now()).keep(good));
    const answered = new Set<string>();
    return events.map((event, place) => {
      const refusal = refusals[place];
      if (refusal !== undefined) return refusal;
      const { eventId } = event;
      const key = eventKey(event);
      const isFirst = kept.has(key) && !answered.has(key);
      answered.add(key);
      return { eventId, outcome: isFirst ? 'accepted' : 'repeated' };
    });
  }
}

function refusalOf(event: EquipmentEvent, equipment: ReadonlySet<string>, { siteId, equipmentPolicy: { counters } }: EquipmentSite): EquipmentEventAnswer | undefined {
  const { eventId, equipmentId } = event;
  if (!equipment.has(equipmentId)) {
    return { eventId, outcome: 'refused', code: 'EQUIPMENT_UNKNOWN', reason: `The file of site ${siteId} has no equipment ${equipmentId}. Add it there and import it, then send the event again.` };
  }
  if (event.type === 'counter' && !isPossibleReading(event, counters)) {
    return { eventId, outcome: 'refused', code: 'VALIDATION_FAILED', reason: `${event.reading.value} is no reading of a counter that begins again at ${counters.rollOver?.at}. Correct the counter, or equipmentPolicy.counters in the site's file.` };
  }
  return undefined;
}

const toTheMillisecond = <Event extends EquipmentEvent>(event: Event): Event => ({ ...event, occurredAt: new Date(event.occurredAt).toISOString() });
