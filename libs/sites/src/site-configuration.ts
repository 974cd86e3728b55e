import type { ConfirmationPolicy, ReferenceCode, Site } from '@plantway/canonical';

/** The four lists of codes that a plant keeps; every list is part of the API under `reference-data`. */
export const REFERENCE_LISTS = ['reasons', 'units', 'workCenters', 'downtimeReasons'] as const;
export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/**
 * How one ERP writes our codes: key is our code, value the ERP's. One to one, so that both directions are certain.
 * `reasons` and `workCenters` that are absent mean "the same on both sides"; `units` is never assumed.
 */
export interface ErpCodes {
  /** UN/ECE Rec. 20 code → code of the ERP: `{ H87: 'PC' }`. */
  readonly units: Readonly<Record<string, string>>;
  readonly reasons?: Readonly<Record<string, string>>;
  readonly workCenters?: Readonly<Record<string, string>>;
}

/** A plant as it runs now: the canonical site, its code lists, and which ERP stands behind it. Source: `sites/<siteId>/site.yaml`. */
export interface SiteConfiguration extends Site {
  /** Revision of the configuration that runs, from 1; the database's, not the file's. */
  readonly revision: number;
  readonly erp: { readonly backend: string };
  /** How job orders reach the MES. Absent: they are only offered, and whoever has a key of the role `mes` fetches them. */
  readonly mes?: { readonly backend: string };
  readonly confirmationPolicy: ConfirmationPolicy;
  /** Codes per backend; the backend of a later swap may stand beside the running one. */
  readonly erpCodes: Readonly<Record<string, ErpCodes>>;
  readonly referenceData: Readonly<Record<ReferenceList, readonly ReferenceCode[]>>;
}
