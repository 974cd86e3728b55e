import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, type HealthCheck } from '@plantway/observability';
import { Credentials, type CredentialCache, type NewCredential, type ThrottleLimits } from '@plantway/security';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import type { Pool } from 'pg';
import { createHttpApp } from '../src/index.js';
import { ORDERS_ACCESS, OrdersModule, Stage } from './orders.controller.js';

/** A running edge around the test controllers, on a database of its own. */
export interface ServedApp {
  readonly app: NestFastifyApplication;
  readonly stage: Stage;
  readonly baseUrl: string;
  readonly database: TestDatabase;
  readonly credentials: Credentials;
  readonly clock: SeededClock;
  /** Everything that was logged, one JSON text per line. */
  readonly log: string[];
  /** A fresh key. */
  keyFor(wanted?: Partial<NewCredential>): Promise<string>;
  /** Sends with a key; a body that is no text goes out as JSON. */
  send(method: string, path: string, options?: SendOptions): Promise<Response>;
  close(): Promise<void>;
}
export interface SendOptions {
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export async function serveApp(options: { readonly limits?: ThrottleLimits; readonly health?: readonly HealthCheck[]; readonly documents?: string; readonly cache?: CredentialCache; readonly pool?: Pool } = {}): Promise<ServedApp> {
  const database = await createTestDatabase();
  const clock = new SeededClock();
  const stage = new Stage();
  const log: string[] = [];
  const credentials = new Credentials(options.pool ?? database.pool, clock, options.cache);
  const app = await createHttpApp(OrdersModule.with(stage), {
    logger: createLogger({ level: 'debug', service: 'test' }, { write: (line) => void log.push(line) }),
    credentials,
    siteExists: (siteId) => ['BER1', 'LYS1'].includes(siteId),
    access: ORDERS_ACCESS,
    ...options,
  });
  await app.listen(0, '127.0.0.1');
  const baseUrl = await app.getUrl();
  return {
    app, stage, baseUrl, database, credentials, clock, log,
    keyFor: async (wanted = {}) => (await credentials.create({ name: 'test', role: 'mes', sites: '*', sourceSystem: 'MES-1', ...wanted })).apiKey,
    send: (method, path, { key, body, headers = {} } = {}) => fetch(baseUrl + path, {
      method,
      headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' || body instanceof Uint8Array ? body as string : JSON.stringify(body) }),
    }),
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
