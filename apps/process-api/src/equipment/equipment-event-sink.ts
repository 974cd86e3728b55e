import type { EquipmentEvent } from '@plantway/canonical';
import { EquipmentBook, latestOfMachines } from '@plantway/execution';
import type { Clock, EquipmentEventAnswer, EquipmentEventSink } from '@plantway/ports';
import type { Role } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import type { Pool } from 'pg';
import { ownershipBreach } from '../site/ownership-breach.js';

/** As whom a listener writes: the role of its key where it calls over HTTP. */
const LISTENER: Role = 'edge';

/** Keeps what machines say where the site lets listeners say it, and refuses it event by event where it does not: as the process API answers a listener that calls over HTTP. */
export class OwnedEquipmentEvents implements EquipmentEventSink {
  constructor(private readonly book: EquipmentEventSink, private readonly sites: Pick<SiteDirectory, 'get'>) {}

  async take(siteId: string, sourceSystem: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]> {
    const site = this.sites.get(siteId);
    const breach = site && ownershipBreach(site, 'equipmentEvent', { role: LISTENER, sourceSystem });
    if (breach === undefined) return this.book.take(siteId, sourceSystem, events);
    return events.map(({ eventId }) => ({ eventId, outcome: 'refused', code: 'NOT_OWNER', reason: breach.reason }));
  }
}

export interface EquipmentEventSinkBindings {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly sites: SiteDirectory;
  /** Business time, which the clocks of the machines show. */
  readonly businessNow: () => Date;
  /** How many times as fast as the technical clock it runs; 1 when left out. */
  readonly businessSpeed?: number;
}

/** The sink of a listener in one process with the process tier; whoever gives the pool ends it. */
export function equipmentEventSink({ pool, clock, sites, businessNow, businessSpeed = 1 }: EquipmentEventSinkBindings): EquipmentEventSink {
  return new OwnedEquipmentEvents(new EquipmentBook(pool, clock, (siteId) => sites.get(siteId), latestOfMachines(businessNow, businessSpeed)), sites);
}
