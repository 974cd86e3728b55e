import type { ClosedPeriodPolicy, DowntimeReason, Equipment, MessageKind, ReferenceCode, RunningTotalPolicy, Shift, SourceSequencePolicy } from '@plantway/canonical';
import type { EquipmentPolicy, ErpCodes, OwnedObject, ReferenceList, SiteConfiguration, SystemEntry, SystemFamily, WorkCalendar } from './site-configuration.js';

/** `site.yaml` after reading and checking: every default is filled in. Stored as it is, so that a revision can be exported again. */
export interface SiteDocument {
  readonly siteId: string;
  /** The template whose part is filled in already. */
  readonly extends?: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly dayStartsAt: string;
  readonly shifts: readonly Shift[];
  readonly erp: SystemEntry;
  /** Absent: job orders are only offered, and whoever has a key of the role `mes` fetches them. */
  readonly mes?: SystemEntry;
  /** Absent only in revisions that were written before there was a choice. */
  readonly postingDates?: { readonly closedPeriod: ClosedPeriodPolicy };
  /** As `postingDates`. */
  readonly runningTotals?: RunningTotalPolicy;
  /** As `postingDates`. */
  readonly sourceSequence?: Partial<SourceSequencePolicy>;
  readonly erpCodes: Readonly<Record<string, ErpCodes>>;
  readonly referenceData: Readonly<Record<Exclude<ReferenceList, 'downtimeReasons'>, readonly ReferenceCode[]>> & { readonly downtimeReasons: readonly DowntimeReason[] };
  readonly systems?: Readonly<Partial<Record<SystemFamily, SystemEntry>>>;
  readonly workCalendar?: Partial<WorkCalendar>;
  readonly equipment?: readonly Equipment[];
  readonly equipmentPolicy?: Partial<EquipmentPolicy>;
  readonly plannedOrders?: SiteConfiguration['plannedOrders'];
  readonly reconciliation?: Partial<SiteConfiguration['reconciliation']>;
  readonly latencyTargets?: Readonly<Partial<Record<MessageKind, number>>>;
  readonly ownership?: Readonly<Partial<Record<OwnedObject, readonly string[]>>>;
  readonly demoPlant?: string;
}

/** One fault of a site's file. `path` is a JSON pointer into the file, `''` for the file as a whole. */
export interface SiteFault {
  readonly file: string;
  readonly path: string;
  readonly problem: string;
}

/** A value that has the right shape and the wrong meaning. `path` is a JSON pointer into the file. */
export interface MeaningFault {
  readonly path: string;
  readonly problem: string;
}

/** The site files have faults; nothing was imported. The message lists every fault of every file at once. */
export class SiteFilesInvalid extends Error {
  override readonly name = 'SiteFilesInvalid';

  constructor(readonly faults: readonly SiteFault[]) {
    super(`The site files cannot be used:\n${faults.map(({ file, path, problem }) => `  ${file}${path === '' ? '' : ` ${path}`}: ${problem}`).join('\n')}`);
  }
}
