/** What made a shape of the payload; kept with each, so that it can be replayed and compared. */
export interface CodeVersions {
  /** Version of the mapping rules between the sender's shape, the canonical one and the ERP's. */
  readonly mapping: string;
  /** Release of the gateway. */
  readonly code: string;
}

/** Used when an app gives none. */
export const UNVERSIONED: CodeVersions = { mapping: '1', code: '0.1.0' };
