import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Messages that come by Nest's logger through our log: start-up details as debug, faults as they are, a line of our own that is an object with all its members. */
export function nestLogger(logger: Logger): LoggerService {
  const write = (level: 'debug' | 'warn' | 'error' | 'fatal') => (message: unknown, ...rest: unknown[]): void => {
    const context = rest.findLast((entry) => typeof entry === 'string');
    if (message instanceof Error) logger[level]({ err: message, context }, 'told by Nest'); // without words of its own pino would repeat the whole message
    else if (typeof message === 'object' && message !== null) logger[level === 'debug' ? 'info' : level]({ ...message, context });
    else logger[level]({ context, ...(level !== 'debug' && rest.length > 1 && { stack: rest[0] }) }, String(message));
  };
  return { log: write('debug'), debug: write('debug'), verbose: write('debug'), warn: write('warn'), error: write('error'), fatal: write('fatal') };
}
