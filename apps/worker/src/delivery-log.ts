import type { DeliveryLog } from '@plantway/messaging';
import type { Logger } from '@nestjs/common';

/** The engine's words in the log of the application, each with the ids that they are about. */
export function deliveryLog(logger: Logger): DeliveryLog {
  return {
    info: (fields, text) => logger.log(`${text}${idsOf(fields)}`),
    warn: (fields, text) => logger.warn(`${text}${idsOf(fields)}`),
    error: ({ err, ...fields }, text) => logger.error(`${text}${idsOf(fields)}: ${String(err)}`, err instanceof Error ? err.stack : undefined),
  };
}

function idsOf(fields: Readonly<Record<string, unknown>>): string {
  const ids = Object.entries(fields).filter(([, value]) => typeof value === 'string' || typeof value === 'number').map(([name, value]) => `${name} ${String(value)}`);
  return ids.length > 0 ? ` (${ids.join(', ')})` : '';
}
