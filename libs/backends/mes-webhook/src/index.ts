export { MES_WEBHOOK } from './mes-webhook.backend.js';
export { MES_WEBHOOK_SETTINGS } from './mes-webhook.config.js';
export type { MesWebhookSettings } from './mes-webhook.config.js';
export { mesWebhook } from './mes-webhook.module.js';
