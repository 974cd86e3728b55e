import { SIMULATED_ERP_SETTINGS } from '@plantway/backends/erp-simulated';
import { MES_WEBHOOK_SETTINGS } from '@plantway/backends/mes-webhook';
import type { SettingDeclarations } from '@plantway/canonical';
import { loadProcessSettings } from '@plantway/config';
import { OBSERVABILITY_SETTINGS } from '@plantway/observability';
import { THROTTLE_SETTINGS } from '@plantway/security';
import { CONSUMER_SETTINGS } from '../../consumer-api/src/consumer-api.module.js';
import { RELEASE_SETTINGS } from '../../process-api/src/process-api.module.js';
import { EQUIPMENT_SETTINGS, EVENTS_SETTINGS, EXECUTION_SETTINGS, MESSAGING_SETTINGS } from '../../worker/src/worker.module.js';
import { BUSINESS_SYSTEMS_SETTINGS, ESTATE_SETTINGS } from './estate.config.js';

/** The same declarations, some with another default. */
function withDefaults<const Declarations extends SettingDeclarations>(declarations: Declarations, defaults: { readonly [Name in keyof Declarations]?: number }): Declarations {
  return Object.fromEntries(Object.entries(declarations).map(([name, declaration]) => [name, name in defaults ? { ...declaration, default: defaults[name] } : declaration])) as unknown as Declarations;
}

const { deadlineMs, answerLimitBytes } = SIMULATED_ERP_SETTINGS;

/**
 * Settings of the embedded shape, from the environment. The simulated ERP answers within 20 s by its contract and stops with this machine, so what is
 * in doubt may settle sooner than before a foreign ERP, and a lane left by a killed gateway need not wait for a minute.
 * @throws SettingsError with every fault at once
 */
export function loadEmbeddedSettings() {
  return loadProcessSettings({
    messaging: withDefaults(MESSAGING_SETTINGS, { sendDeadlineMs: 12_000, pauseAllowanceMs: 5_000, settleWindowMs: 40_000, leaseMs: 15_000 }),
    events: EVENTS_SETTINGS,
    execution: EXECUTION_SETTINGS,
    equipment: EQUIPMENT_SETTINGS,
    erp: { deadlineMs, answerLimitBytes },
    mes: { deadlineMs: MES_WEBHOOK_SETTINGS.deadlineMs, answerLimitBytes: MES_WEBHOOK_SETTINGS.answerLimitBytes },
    systems: BUSINESS_SYSTEMS_SETTINGS,
    release: RELEASE_SETTINGS,
    consumer: CONSUMER_SETTINGS,
    estate: ESTATE_SETTINGS,
    throttle: THROTTLE_SETTINGS,
    observability: OBSERVABILITY_SETTINGS,
  });
}

export type EmbeddedSettings = ReturnType<typeof loadEmbeddedSettings>;
