import { SYSTEM_FAMILIES } from './site-configuration.js';
import type { MeaningFault, SiteDocument } from './site-document.js';

/** A window names days of the week or one date, not both. */
export function maintenanceWindowFaults({ erp, mes, systems = {} }: SiteDocument): readonly MeaningFault[] {
  const entries = [['/erp', erp], ['/mes', mes], ...SYSTEM_FAMILIES.map((family) => [`/systems/${family}`, systems[family]] as const)] as const;
  return entries.flatMap(([path, entry]) => (entry?.maintenanceWindows ?? []).flatMap(({ days, date }, at) => (
    days === undefined || date === undefined ? [] : [{ path: `${path}/maintenanceWindows/${at}/date`, problem: `${date} stands beside days of the week; name one of both` }])));
}
