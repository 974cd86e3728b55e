import type { PostingReference } from '@plantway/ports';
import { v5 as uuidV5 } from 'uuid';

/** Namespace of all references; never changes, or every document would get a second name. */
const REFERENCE_NAMESPACE = '8f2b6f0e-5d0c-4c57-9a35-0f3f1f4f8d11';

/** Whose write it is; taken from business keys only, so that every attempt, worker and release gives the same name. */
export interface ReferenceSubject {
  readonly siteId: string;
  readonly sourceSystem: string;
  readonly kind: string;
  readonly senderId: string;
}

/** Name of one write in the foreign system: UUIDv5 of site, source system, kind, sender's id and part. */
export function postingReference({ siteId, sourceSystem, kind, senderId }: ReferenceSubject, partId: string): PostingReference {
  return uuidV5(JSON.stringify([siteId, sourceSystem, kind, senderId, partId]), REFERENCE_NAMESPACE); // a list in JSON: no two subjects run together
}
