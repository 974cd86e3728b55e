import type { FastifyBaseLogger } from 'fastify';

/** What a method of pino takes: fields and words, or words alone. */
type Entry = readonly [fieldsOrWords: unknown, ...words: unknown[]];
type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** The logger of one request. Most good requests log nothing, and a child of pino costs more than reading their body: so it is made at the first entry. */
export class RequestLogger {
  private made: FastifyBaseLogger | undefined;

  constructor(private readonly parent: FastifyBaseLogger, private readonly bindings: Record<string, unknown>) {}

  get level(): string { return this.parent.level; }
  // Fastify looks at each of these for every request, so they must not be getters.
  fatal(...entry: Entry): void { this.write('fatal', entry); }
  error(...entry: Entry): void { this.write('error', entry); }
  warn(...entry: Entry): void { this.write('warn', entry); }
  info(...entry: Entry): void { this.write('info', entry); }
  debug(...entry: Entry): void { this.write('debug', entry); }
  trace(...entry: Entry): void { this.write('trace', entry); }
  silent(...entry: Entry): void { this.write('silent', entry); }

  child(bindings: Record<string, unknown>): FastifyBaseLogger {
    return this.own().child(bindings);
  }

  private write(level: Level, entry: Entry): void {
    const own = this.own();
    (own[level] as (...entry: Entry) => void).apply(own, entry as [...Entry]);
  }

  private own(): FastifyBaseLogger {
    this.made ??= this.parent.child(this.bindings);
    return this.made;
  }
}
