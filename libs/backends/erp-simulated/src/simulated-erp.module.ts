import type { Clock, ErpPort } from '@plantway/ports';
import { SimulatedErpBackend } from './simulated-erp.backend.js';
import { SimulatedErpClient } from './simulated-erp.client.js';
import type { SimulatedErpSettings } from './simulated-erp.config.js';

/** The backend, wired. It opens connections when it is asked and keeps no state. */
export function simulatedErp(settings: SimulatedErpSettings, clock: Clock): ErpPort {
  return new SimulatedErpBackend(new SimulatedErpClient(settings, clock));
}
