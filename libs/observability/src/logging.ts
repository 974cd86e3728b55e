import { types } from 'node:util';
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';

/** Names whose values never reach a log, at the first three levels of an entry. */
const SECRET_NAMES = ['authorization', 'cookie', 'set-cookie', 'apiKey', 'password', 'secret', 'token', 'key', 'keys'] as const;
const path = (name: string): string => (/^[A-Za-z]+$/.test(name) ? name : `["${name}"]`);
const below = (parent: string, name: string): string => (path(name).startsWith('[') ? `${parent}${path(name)}` : `${parent}.${name}`);

/** Paths that pino hides. */
export const REDACTED_PATHS: readonly string[] = SECRET_NAMES.flatMap((name) => [path(name), below('*', name), below('*.*', name)]);

/** What of an error may be logged: no body, no bound values, and at most 2,000 characters of message. */
export function describeErrorForLog(error: unknown): Record<string, unknown> {
  if (!types.isNativeError(error)) return { type: typeof error, message: String(error).slice(0, 2_000) };
  return {
    type: error.name,
    message: error.message.slice(0, 2_000),
    ...('code' in error && { code: error.code }),
    stack: error.stack?.slice(0, 8_000),
    ...(types.isNativeError(error.cause) && { cause: { type: error.cause.name, message: error.cause.message.slice(0, 2_000) } }),
  };
}

/** JSON logs, one line per entry: pino escapes control characters, so no caller can forge a line. Headers and bodies are not logged. */
export function loggerOptions(settings: { readonly level: string; readonly service: string }): LoggerOptions {
  return {
    level: settings.level,
    base: { service: settings.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: [...REDACTED_PATHS], censor: '[hidden]' },
    serializers: {
      err: describeErrorForLog,
      req: (request: { method?: string; routeOptions?: { url?: string } }) => ({ method: request.method, route: request.routeOptions?.url }),
    },
  };
}

export function createLogger(settings: { readonly level: string; readonly service: string }, destination?: DestinationStream): Logger {
  return destination === undefined ? pino(loggerOptions(settings)) : pino(loggerOptions(settings), destination);
}
