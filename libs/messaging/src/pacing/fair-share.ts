/** A destination that wishes for places. */
export interface Bidder {
  readonly destination: string;
  readonly siteId: string;
  readonly system: string;
  /** Lanes that are due there, from 1. */
  readonly due: number;
  /** Since when the longest of them is due. */
  readonly since: Date;
  /** Messages of it that this worker works on already. */
  readonly underWay: number;
}

/**
 * Shares free places out, one after the other: each to the site that has the fewest, of its destinations to the one that has the fewest, and between equals to whoever waits longest. So a site with a hundred
 * thousand messages takes nothing from one with three.
 * @param free so many places in all
 * @param allowances how many places each system bears; one that is absent bears any number
 * @returns places by destination, each at least 1
 */
export function shareOut(free: number, bidders: readonly Bidder[], allowances: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const left = new Map(allowances);
  const bySite = new Map<string, number>();
  for (const { siteId, underWay } of bidders) bySite.set(siteId, (bySite.get(siteId) ?? 0) + underWay);
  const held = ({ destination, underWay }: Bidder): number => underWay + (places.get(destination) ?? 0);
  const comesFirst = (one: Bidder, other: Bidder): number => bySite.get(one.siteId)! - bySite.get(other.siteId)! || held(one) - held(other) || one.since.getTime() - other.since.getTime();
  for (let given = 0; given < free; given += 1) {
    const open = bidders.filter(({ destination, due, system }) => (places.get(destination) ?? 0) < due && (left.get(system) ?? Infinity) > 0);
    if (open.length === 0) break;
    const next = open.reduce((best, bidder) => (comesFirst(bidder, best) < 0 ? bidder : best));
    places.set(next.destination, (places.get(next.destination) ?? 0) + 1);
    bySite.set(next.siteId, bySite.get(next.siteId)! + 1);
    if (left.has(next.system)) left.set(next.system, left.get(next.system)! - 1);
  }
  return places;
}
