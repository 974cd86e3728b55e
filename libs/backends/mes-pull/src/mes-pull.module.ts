import type { Clock, MesPort } from '@plantway/ports';
import { MesPullBackend } from './mes-pull.backend.js';

/** The backend, wired. `clock` gives the time of the offer. */
export function mesPull(clock: Pick<Clock, 'now'>): MesPort {
  return new MesPullBackend(clock);
}
