import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the backend `mes-webhook`. */
export const MES_WEBHOOK_SETTINGS = {
  baseUrl: { variable: 'MES_WEBHOOK_URL', type: 'url', meaning: 'Address of the MES, without the path /mes: http://127.0.0.1:8095. The plant stands in the path.' },
  secret: { variable: 'MES_WEBHOOK_SECRET', type: 'secret', minimum: 38, meaning: 'Secret that signs what is sent: "whsec_" and a key of 24 to 64 bytes in base64.' },
  deadlineMs: {
    variable: 'MES_WEBHOOK_DEADLINE_MS', type: 'milliseconds', default: 5_000, minimum: 100, maximum: 120_000,
    meaning: 'Longest time of one call from connect to the last byte of its answer. A dispatch that took longer is in doubt.',
  },
  answerLimitBytes: {
    variable: 'MES_WEBHOOK_ANSWER_LIMIT_BYTES', type: 'integer', default: 8_388_608, minimum: 1_024, maximum: 67_108_864,
    meaning: 'Largest answer that is read, in bytes after unpacking.',
  },
} as const satisfies SettingDeclarations;

/** Values of `MES_WEBHOOK_SETTINGS`. */
export interface MesWebhookSettings {
  readonly baseUrl: string;
  readonly secret: string;
  readonly deadlineMs: number;
  readonly answerLimitBytes: number;
}
