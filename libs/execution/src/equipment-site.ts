import type { CounterPolicy, DowntimeReason, Equipment } from '@plantway/canonical';

/** What a site says about its machines, as its file has it. */
export interface EquipmentSite {
  readonly siteId: string;
  readonly equipment: readonly Equipment[];
  readonly equipmentPolicy: {
    /** A stop shorter than this is a micro-stop, seconds of business time. */
    readonly microStopBelowSeconds: number;
    /** Fault code of a machine → code of the site's downtime reasons. */
    readonly faultCodes: Readonly<Record<string, string>>;
    /** How the counters of the machines are read. */
    readonly counters: CounterPolicy;
  };
  readonly downtimeReasons: readonly DowntimeReason[];
}

/** The site as it runs now; undefined when there is none of this name. */
export type EquipmentSites = (siteId: string) => EquipmentSite | undefined;

/** Where a piece of equipment stands. */
export interface EquipmentPlace {
  readonly workCenterId?: string;
  /** The area above the work center. */
  readonly lineId?: string;
}

/** Work center and line of a piece of equipment, from the hierarchy of the site; a work center is its own one. */
export function placeOf(hierarchy: readonly Equipment[], equipmentId: string): EquipmentPlace {
  const byId = new Map(hierarchy.map((node) => [node.equipmentId, node]));
  let place: EquipmentPlace = {};
  const seen = new Set<string>();
  for (let node = byId.get(equipmentId); node !== undefined && !seen.has(node.equipmentId); node = node.parentId === undefined ? undefined : byId.get(node.parentId)) {
    seen.add(node.equipmentId);
    if (node.level === 'workCenter') place = { workCenterId: node.equipmentId, ...place };
    if (node.level === 'area') place = { lineId: node.equipmentId, ...place };
  }
  return place;
}

/** Code of the site's tree for what a machine said: a code of the tree itself, or a fault code that the site's table maps to one. Undefined when neither knows it. */
export function machineReason({ downtimeReasons, equipmentPolicy }: EquipmentSite, said: string | undefined): string | undefined {
  if (said === undefined) return undefined;
  const code = isReasonInUse(downtimeReasons, said) ? said : Object.hasOwn(equipmentPolicy.faultCodes, said) ? equipmentPolicy.faultCodes[said] : undefined;
  return code !== undefined && isReasonInUse(downtimeReasons, code) ? code : undefined;
}

/** Whether the code is in the tree and may be given to a downtime. */
export function isReasonInUse(tree: readonly DowntimeReason[], code: string): boolean {
  return tree.some((reason) => reason.code === code && reason.active);
}
