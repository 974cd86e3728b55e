import { Controller, Get, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { connectEvents, durable, EventContext, EventLog, EventSequencer, PostgresEventTransport } from '../src/index.js';
import { someEvents } from './some-events.js';

interface Confirmed {
  readonly workOrderId: string;
}

@Injectable()
class Seen implements OnModuleInit {
  initialised = 0;
  readonly byRegister: unknown[] = [];
  readonly byDashboard: unknown[] = [];
  registerFails = 0;

  onModuleInit(): void {
    this.initialised += 1;
  }
}

@Controller()
class WorkOrderRegisterListener {
  constructor(@Inject(Seen) private readonly seen: Seen) {}

  @EventPattern(['production.confirmed.v1'], durable('work-order-register'))
  async onConfirmed(@Payload() confirmed: Confirmed, @Ctx() context: EventContext): Promise<void> {
    if (this.seen.registerFails-- > 0) throw new Error('the register is locked');
    this.seen.byRegister.push([confirmed.workOrderId, context.position, context.correlationId, context.attempt]);
  }
}

@Controller()
class DashboardController {
  constructor(@Inject(Seen) private readonly seen: Seen) {}

  @EventPattern(['message.>'], durable('dashboard'))
  onMessage(@Ctx() context: EventContext): void {
    this.seen.byDashboard.push(context.event.type);
  }

  @EventPattern(['production.confirmed.v1'], durable('dashboard'))
  onConfirmed(@Ctx() context: EventContext): void {
    this.seen.byDashboard.push(context.event.type);
  }

  @Get('/seen')
  count(): { count: number } {
    return { count: this.seen.byDashboard.length };
  }
}

@Module({ controllers: [WorkOrderRegisterListener, DashboardController], providers: [Seen] })
class HouseModule {}

describe('events beside the HTTP face of one application', () => {
  let database: TestDatabase;
  let sequencer: EventSequencer;
  let app: NestFastifyApplication;

  beforeEach(async () => {
    database = await createTestDatabase();
    sequencer = new EventSequencer({ pool: database.pool, idlePollMs: 10 });
    sequencer.start();
    app = await NestFactory.create<NestFastifyApplication>(HouseModule, new FastifyAdapter(), { logger: false });
    connectEvents(app, new PostgresEventTransport({ pool: database.pool, retry: { firstPauseMs: 5 } }));
    await app.startAllMicroservices();
    await app.init();
  });
  afterEach(async () => {
    await app.close();
    await sequencer.stop();
    await database.drop();
  });

  it('calls @EventPattern methods with the data and the place of the event, once for each durable name', async () => {
    const seen = app.get(Seen);
    const [posted] = someEvents(1, { type: 'message.posted.v1' });
    const [confirmed] = someEvents(1);

    await EventLog.append(database.pool, [posted, confirmed]);
    await until(() => seen.byRegister.length === 1 && seen.byDashboard.length === 2);

    expect(seen.byRegister).toEqual([['WO-1001', 2, 'journey-1', 1]]);
    expect(seen.byDashboard).toEqual(['message.posted.v1', 'production.confirmed.v1']);
    expect((await app.inject({ url: '/seen' })).json()).toEqual({ count: 2 });
  });

  it('leaves the life cycle to the application', () => {
    expect(app.get(Seen).initialised).toBe(1);
  });

  it('tries a failing method again and shows its own words', async () => {
    const seen = app.get(Seen);
    const log = new EventLog(database.pool);
    seen.registerFails = 2;

    await EventLog.append(database.pool, someEvents(1));
    await until(() => seen.byRegister.length === 1);

    expect(seen.byRegister).toEqual([['WO-1001', 1, 'journey-1', 3]]);
    const standings = await until(async () => {
      const found = await log.subscriptions();
      return found.every((subscription) => subscription.position === 1) && found;
    });
    expect(standings).toEqual([
      expect.objectContaining({ name: 'dashboard', failures: 0, lastError: null }),
      expect.objectContaining({ name: 'work-order-register', failures: 0, lastError: 'Error: the register is locked' }),
    ]);
  });

  it('goes on after the database has cut every connection', async () => {
    const seen = app.get(Seen);
    await EventLog.append(database.pool, someEvents(1));
    await until(() => seen.byRegister.length === 1);

    await database.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    await EventLog.append(database.pool, someEvents(1));

    await until(() => seen.byRegister.length >= 2);
  });
});

describe('the transport', () => {
  it('refuses a handler without a durable name and a request handler', () => {
    const transport = new PostgresEventTransport({ pool: undefined as never });
    const handler = async (): Promise<void> => undefined;

    expect(() => transport.addHandler('production.confirmed.v1', handler as never, true)).toThrow('names no subscription');
    expect(() => transport.addHandler('sum', handler as never, false)).toThrow('request handler');
  });
});
