import type { SiteDirectory } from './site-directory.js';

/** What flows ask of a directory: a piece of equipment of a site and every node of the hierarchy above it, from below; the id alone where the site does not have it. */
export function equipmentPlaces(directory: SiteDirectory): (siteId: string, equipmentId: string) => readonly string[] {
  return (siteId, equipmentId) => {
    const parents = new Map(directory.get(siteId)?.equipment.map((node) => [node.equipmentId, node.parentId]));
    const places = new Set<string>();
    for (let place: string | undefined = equipmentId; place !== undefined && !places.has(place); place = parents.get(place)) places.add(place);
    return [...places];
  };
}
