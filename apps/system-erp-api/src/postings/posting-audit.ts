import { writeAudit } from '@plantway/system-api';

/** Posts and writes one line about it: who, what, under which reference, with which outcome. */
export const audited = writeAudit({ event: 'erp.posting', done: 'posted' });
