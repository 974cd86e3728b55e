import type { ErrorCode } from '@plantway/canonical';

/** A system family by its name in the error catalogue. */
export type SystemCode = 'PLANNING' | 'MAINTENANCE' | 'CUSTOMER' | 'QUALITY' | 'MES';
/** What can go wrong with a system of any family. */
export type SystemFault = 'UNAVAILABLE' | 'THROTTLED' | 'ACCESS_REFUSED' | 'ANSWER_LOST' | 'REFUSED' | 'CONTRACT_BROKEN';

/** The code of the error catalogue for a fault of a system: `MAINTENANCE_UNAVAILABLE`. */
export const systemCode = (family: SystemCode, fault: SystemFault): ErrorCode => `${family}_${fault}`;
