import type { Clock, MesPort } from '@plantway/ports';
import { MesWebhookBackend } from './mes-webhook.backend.js';
import { MesWebhookClient } from './mes-webhook.client.js';
import type { MesWebhookSettings } from './mes-webhook.config.js';

/** The backend, wired. It opens connections when it is asked and keeps no state. @throws DefectError for a secret of a wrong form */
export function mesWebhook(settings: MesWebhookSettings, clock: Clock): MesPort {
  return new MesWebhookBackend(new MesWebhookClient(settings, clock));
}
