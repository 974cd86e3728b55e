import type { MeaningFault, SiteDocument } from './site-document.js';

/** The level that a node may lie under. Source: ISA-95 part 1, role-based equipment hierarchy. */
const ABOVE: Readonly<Record<string, readonly string[]>> = { enterprise: [], site: ['enterprise'], area: ['site'], workCenter: ['area', 'site'], workUnit: ['workCenter'], equipmentModule: ['workUnit'] };

/** Nodes that stand twice, hang under nothing, or under the wrong level; work centers that the plant has no code for. */
export function equipmentFaults({ equipment = [], referenceData }: SiteDocument): readonly MeaningFault[] {
  return equipment.flatMap(({ equipmentId, level, parentId }, at) => {
    const path = `/equipment/${at}`;
    const parent = equipment.find((node) => node.equipmentId === parentId);
    return [
      ...(equipment.findIndex((node) => node.equipmentId === equipmentId) < at ? [{ path: `${path}/equipmentId`, problem: `${equipmentId} stands twice` }] : []),
      ...(parentId !== undefined && parent === undefined ? [{ path: `${path}/parentId`, problem: `${parentId} is not in the list` }] : []),
      ...(parent !== undefined && !ABOVE[level].includes(parent.level) ? [{ path: `${path}/parentId`, problem: `a ${level} does not lie under the ${parent.level} ${parent.equipmentId}` }] : []),
      ...(level === 'workCenter' && !referenceData.workCenters.some(({ code }) => code === equipmentId) ? [{ path: `${path}/equipmentId`, problem: `${equipmentId} is not a code of referenceData/workCenters` }] : []),
    ];
  });
}

/** Reasons under a reason that is not there, or under themselves; fault codes that mean no reason. */
export function downtimeReasonFaults({ referenceData: { downtimeReasons }, equipmentPolicy }: SiteDocument): readonly MeaningFault[] {
  const parentOf = new Map(downtimeReasons.map(({ code, parentCode }) => [code, parentCode]));
  const tree = downtimeReasons.flatMap(({ code, parentCode }, at) => {
    const path = `/referenceData/downtimeReasons/${at}/parentCode`;
    if (parentCode !== undefined && !parentOf.has(parentCode)) return [{ path, problem: `${parentCode} is not in the list` }];
    return liesUnderItself(code, parentOf) ? [{ path, problem: `${code} lies under itself` }] : [];
  });
  const faultCodes = Object.entries(equipmentPolicy?.faultCodes ?? {}).filter(([, reason]) => !parentOf.has(reason));
  return [...tree, ...faultCodes.map(([fault, reason]) => ({ path: `/equipmentPolicy/faultCodes/${fault}`, problem: `${reason} is not a code of referenceData/downtimeReasons` }))];
}

function liesUnderItself(code: string, parentOf: ReadonlyMap<string, string | undefined>): boolean {
  const seen = new Set<string>();
  for (let above = parentOf.get(code); above !== undefined && !seen.has(above); above = parentOf.get(above)) {
    if (above === code) return true;
    seen.add(above);
  }
  return false;
}

/** Breaks of shifts that the plant does not have. */
export function breakFaults({ shifts, workCalendar }: SiteDocument): readonly MeaningFault[] {
  const ids = shifts.map(({ shiftId }) => shiftId);
  return (workCalendar?.breaks ?? []).flatMap(({ shiftId }, at) => (ids.includes(shiftId) ? [] : [{ path: `/workCalendar/breaks/${at}/shiftId`, problem: `${shiftId} is not a shift of the site (${ids.join(', ')})` }]));
}
