import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages through our log: start-up details as debug, faults as they are. */
export function nestLogger(logger: Logger): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error' | 'fatal') => (message: unknown, ...rest: unknown[]): void => {
    const context = rest.findLast((entry) => typeof entry === 'string');
    if (message instanceof Error) logger[level]({ err: message, context }, 'told by Nest'); // without words of its own pino would repeat the whole message
    else logger[level]({ context, ...(level !== 'debug' && rest.length > 1 && { stack: rest[0] }) }, String(message));
  };
  return { log: write('debug'), debug: write('debug'), verbose: write('debug'), warn: write('warn'), error: write('error'), fatal: write('fatal') };
}
