import { writeAudit } from '@plantway/system-api';

/** Hands job orders over and writes one line about it: who, what, under which reference, with which outcome. */
export const audited = writeAudit({ event: 'mes.dispatch', done: 'dispatched' });
