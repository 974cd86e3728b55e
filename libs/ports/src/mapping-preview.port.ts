import type { MaterialConsumption, ProductionConfirmation } from '@plantway/canonical';
import type { CallOptions } from './call-options.js';

/** Code tables of one ERP, ours → theirs, as a site's file has them. */
export interface CodeTables {
  readonly units: Readonly<Record<string, string>>;
  readonly reasons?: Readonly<Record<string, string>>;
  readonly workCenters?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, string>>;
}

/** A mapping that is tried without running: tables for the ERP that the site uses, or the tables of a revision of the site. */
export type TriedMapping = { readonly codes: CodeTables } | { readonly revision: number };

/** A command that would be written to the ERP. */
export type MappedCommand =
  | { readonly action: 'confirm'; readonly confirmation: ProductionConfirmation; /** The item of the order, when it is known: a lot needs it that the ERP calls otherwise. */ readonly producedItemId?: string }
  | { readonly action: 'consume'; readonly consumption: MaterialConsumption };

/** Whether a mapping has a word for everything in a command; otherwise what is missing. */
export type MappingResult = { readonly isMapped: true } | { readonly isMapped: false; readonly code: string; readonly reason: string };

/** One value that the ERP would be told differently; absent where one side has none. */
export interface MappingDifference {
  /** JSON pointer into the command: "/yield/unit". */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** One command under the mapping that runs and under the one that is tried. Differences only where both have every word. */
export interface MappingOutcome {
  readonly before: MappingResult;
  readonly after: MappingResult;
  readonly differences: readonly MappingDifference[];
}

/** Tries a mapping upon commands: nothing is sent to any ERP, and no mapping is changed. Implemented in the system tier, which alone knows the words of the ERPs. */
export interface MappingPreviews {
  /**
   * Answers every command in order; at most 200 of them.
   * @throws BusinessException `NOT_FOUND` for an unknown revision, `MAPPING_INVALID` when two of our codes have the same code of the ERP or a table is missing; TechnicalRetryableError
   */
  previewMapping(siteId: string, mapping: TriedMapping, commands: readonly MappedCommand[], options?: CallOptions): Promise<readonly MappingOutcome[]>;
}
