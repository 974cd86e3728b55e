import type { NativeErrorRow } from '../native-row.js';

/** What HTTP itself says, for every vendor whose wire leaves it at that; looked at after the vendor's own rows. */
export const HTTP_ROWS: readonly NativeErrorRow[] = [
  { status: [429], means: 'ERP_THROTTLED', effect: 'none', source: 'RFC 6585 section 4: the request is refused, not taken' },
  { status: [401], means: 'ERP_ACCESS_REFUSED', effect: 'none', source: 'RFC 9110 section 15.5.2: it has not been applied' },
  { status: [412], means: 'REVISION_STALE', effect: 'none', source: 'RFC 9110 section 13.2.1: a method is not performed when its precondition is false' },
  { status: [428], means: 'ERP_CONTRACT_BROKEN', effect: 'none', source: 'RFC 6585 section 3: the request must be conditional' },
];
