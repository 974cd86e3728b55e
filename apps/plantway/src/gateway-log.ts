import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@plantway/observability';
import { pino, type Logger } from 'pino';

const LARGEST_BYTES = 20 * 1_024 * 1_024;

export interface GatewayLog {
  readonly logger: Logger;
  /** Writes what is still in memory. */
  flush(): void;
}

/** JSON log in `<data>/gateway.log`, so that the terminal stays readable. A large one is put aside as `gateway.log.1` at a start. */
export function openGatewayLog(data: string, level: string): GatewayLog {
  const file = join(data, 'gateway.log');
  if (existsSync(file) && statSync(file).size > LARGEST_BYTES) renameSync(file, `${file}.1`);
  const destination = pino.destination({ dest: file, append: true, mode: 0o640, sync: true });
  return { logger: createLogger({ level, service: 'plantway' }, destination), flush: () => destination.flushSync() };
}
