import type { Clock, MesPort } from '@plantway/ports';
import { WireClient } from '@plantway/wire';
import { MesPullBackend } from './mes-pull.backend.js';
import type { MesPullSettings } from './mes-pull.config.js';

/** The backend, wired. `clock` gives the time of the offer. Without `settings`, an address and a key the MES is never called, and its totals are `unsupported`. */
export function mesPull(clock: Pick<Clock, 'now'>, settings?: MesPullSettings): MesPort {
  if (settings?.baseUrl === undefined || settings.apiKey === undefined) return new MesPullBackend(clock);
  const { baseUrl, apiKey, deadlineMs, answerLimitBytes } = settings;
  return new MesPullBackend(clock, new WireClient({ root: 'mes', family: 'MES', name: 'MES' }, { baseUrl, apiKey, deadlineMs, answerLimitBytes }, clock));
}
