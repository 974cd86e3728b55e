import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventLog, EventSequencer, PostgresEventTransport, connectEvents, type NewEvent } from '@plantway/events';
import { createHttpApp } from '@plantway/http';
import { createLogger } from '@plantway/observability';
import type { ProcessReadPort } from '@plantway/ports';
import { Credentials, ROLES, type Role } from '@plantway/security';
import { siteDirectoryOf, type SiteConfiguration } from '@plantway/sites';
import { SeededClock, createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import type { LightMyRequestResponse } from 'fastify';
import { ConsumerApiModule, type ConsumerApiBindings } from '../src/consumer-api.module.js';
import { Projector } from '../src/projections/projector.js';

/** What a test says of an event; the rest is the same for all. */
export type Told = Pick<NewEvent, 'type' | 'data'> & Partial<NewEvent>;

/** The consumer API as one running application over an event log of its own. */
export interface ConsumerStand {
  readonly app: NestFastifyApplication;
  readonly database: TestDatabase;
  readonly keys: Readonly<Record<Role, string>>;
  /** Business time, which the test moves. */
  readonly clock: SeededClock;
  /** Base URL once it listens. */
  listen(): Promise<string>;
  /** Appends events, one second after the other, and waits until the projections contain them. */
  tell(...events: readonly Told[]): Promise<void>;
  get(path: string, role?: Role): Promise<LightMyRequestResponse>;
  /** The body of a read that is answered with 200. */
  read<Body>(path: string, role?: Role): Promise<Body>;
  close(): Promise<void>;
}

const CALENDAR = { timeZone: 'Europe/Berlin', dayStartsAt: '06:00', shifts: [{ shiftId: 'early', name: 'Early shift', startsAt: '06:00', endsAt: '14:00' }] };
const SITE = (siteId: string, name: string): SiteConfiguration => ({ siteId, name, currency: 'EUR', calendar: CALENDAR, downtimeReasons: [] }) as unknown as SiteConfiguration;
/** A process tier in which nothing is open. */
const NOTHING_OPEN: ProcessReadPort = {
  backlog: async () => ({ asOf: '2026-11-22T08:00:00.000Z', rows: [] }),
  exceptions: async () => ({ items: [], nextCursor: null, asOf: '2026-11-22T08:00:00.000Z' }),
};

export async function openConsumer(bindings: Partial<ConsumerApiBindings> = {}): Promise<ConsumerStand> {
  const database = await createTestDatabase();
  const { pool } = database;
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  const sequencer = new EventSequencer({ pool, idlePollMs: 5 });
  sequencer.start();
  const sites = siteDirectoryOf([SITE('BER1', 'Berlin'), SITE('MUC1', 'Munich')]);
  const credentials = new Credentials(pool, clock);
  const keys = Object.fromEntries(await Promise.all(ROLES.map(async (role) =>
    [role, (await credentials.create({ name: role, role, sites: ['BER1'], sourceSystem: role, ...(role === 'supplier' && { supplierId: 'SUP-1' }) })).apiKey]))) as Record<Role, string>;
  const module = ConsumerApiModule.forRoot({ pool, sites, process: NOTHING_OPEN, businessNow: () => clock.now(), ...bindings });
  const app = await createHttpApp(module, { logger: createLogger({ level: 'error', service: 'test' }), credentials, siteExists: (siteId) => sites.get(siteId) !== undefined });
  connectEvents(app, new PostgresEventTransport({ pool, retry: { firstPauseMs: 5 }, idlePollMs: 50, standbyPollMs: 20 }));
  await app.startAllMicroservices();
  const projector = new Projector(pool);
  const log = new EventLog(pool);
  let appended = 0;

  const get = (path: string, role: Role = 'supervisor'): Promise<LightMyRequestResponse> => app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${keys[role]}` } });
  return {
    app, database, clock, keys, get,
    listen: async () => {
      await app.listen(0, '127.0.0.1');
      return (await app.getUrl()).replace('[::1]', '127.0.0.1');
    },
    tell: async (...events) => {
      await EventLog.append(pool, events.map((event) => ({ ...newEvent(appended++), ...event })));
      await until(async () => (await log.latestPosition()) >= appended && (await projector.standing()).position >= appended);
    },
    read: async <Body>(path: string, role?: Role) => {
      const answer = await get(path, role);
      if (answer.statusCode !== 200) throw new Error(`${path} answers ${answer.statusCode}: ${answer.body}`);
      return answer.json<Body>();
    },
    close: async () => {
      await app.close();
      await sequencer.stop();
      await database.drop();
    },
  };
}

/** An event as the log wants it; each happens one second after the one before. */
export function newEvent(number: number): Omit<NewEvent, 'type' | 'data'> {
  return { id: randomUUID(), siteId: 'BER1', subject: 'WO-1', correlationId: 'journey-1', occurredAt: new Date(Date.UTC(2026, 10, 22, 5, 0, number)) };
}
