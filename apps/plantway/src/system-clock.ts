import { sleepFor } from '@plantway/database';
import type { Clock } from '@plantway/ports';

/** This machine's own clock, for what must work while there is no database. */
export const SYSTEM_CLOCK: Clock = { now: () => new Date(), sleep: sleepFor };
