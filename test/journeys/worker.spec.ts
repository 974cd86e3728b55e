import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sleepFor } from '@plantway/database';
import { PostgresEventTransport, connectEvents } from '@plantway/events';
import { WorkOrderRegister } from '@plantway/execution';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import { unboundSystems, until } from '@plantway/testing';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { openWebhookMes, type WebhookMesStand } from '../contract/webhook-mes.harness.js';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

/** The worker as it runs: engine, sequencer, event handlers and refresh loop, beside the APIs of the stand. */
describe('the worker', () => {
  let gateway: GatewayStand;
  let mes: WebhookMesStand;
  let worker: NestFastifyApplication;

  beforeEach(async () => {
    gateway = await openGateway();
    mes = await openWebhookMes();
    worker = await startWorker();
  });
  afterEach(async () => {
    await worker.close();
    await mes.close();
    await gateway.close();
  });

  async function startWorker(): Promise<NestFastifyApplication> {
    const { pool } = gateway.database;
    const clock = { now: () => new Date(), sleep: sleepFor };
    const settings = { messaging: MESSAGING_DEFAULTS, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs: 3_600_000 };
    const started = await createHttpApp(WorkerModule.forRoot({ pool, clock, erp: gateway.erp, mes: mes.backend(), systems: unboundSystems(), sites: gateway.sites, settings }), {
      logger: createLogger({ level: 'silent', service: 'worker' }), credentials: gateway.credentials, siteExists: () => true,
    });
    connectEvents(started, new PostgresEventTransport({ pool }));
    await started.startAllMicroservices();
    return started;
  }
  const known = (workOrderId: string) => new WorkOrderRegister(gateway.database.pool, gateway.erp).find('BER1', workOrderId);
  const report = () => gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: GOOD_CONFIRMATION });

  it('knows the orders of the ERP soon after its start', async () => {
    await until(() => known('WO-1002'));

    expect(await known('WO-1002')).toMatchObject({ itemId: 'FG-100', status: 'created' });
  });

  it('goes on with the other sites when the ERP of one does not answer', async () => {
    await until(() => known('WO-1001')); // nothing stands behind MUC1, whose reading failed

    expect(await known('WO-1001')).toMatchObject({ status: 'released' });
  });

  it('delivers by itself what was accepted, and reads the order again once it was posted', async () => {
    await until(() => known('WO-1001'));

    const answer = await report();
    const message = await until(async () => {
      const read = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ state: string }>();
      return read.state === 'posted' && read;
    });

    expect(message).toMatchObject({ state: 'posted' });
    expect(await until(async () => { const order = await known('WO-1001'); return order?.status === 'inProgress' && order; })).toMatchObject({ status: 'inProgress' });
  });

  it('sends nothing into an ERP that another gateway has taken over, and says so', async () => {
    await until(() => known('WO-1001'));
    await worker.close();
    await gateway.erp.claimInstance('BER1', { next: 'token-of-another-gateway', takeOver: true });
    worker = await startWorker();

    const answer = await report();
    const message = await until(async () => {
      const read = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ state: string }>();
      return read.state !== 'accepted' && read;
    });

    expect(message).toMatchObject({ state: 'waiting', error: { code: 'GATEWAY_NOT_HOLDER' }, attempts: [], guarantee: { guaranteeClass: 'R', backend: 'erp-simulated' } });
    const { rows } = await gateway.database.pool.query<{ data: object }>(`select data from events.event_log where type = 'alert.raised.v1'`);
    expect(rows).toMatchObject([{ data: { kind: 'gatewayNotHolder', siteId: 'BER1' } }]);
  });

  it('leaves nothing half done when it ends', async () => {
    const answer = await report();

    await worker.close();

    const message = (await gateway.request({ method: 'GET', url: answer.headers.location! })).json<{ state: string; attempts: { outcome?: string }[] }>();
    expect(['accepted', 'posted']).toContain(message.state);
    expect(message.attempts.filter(({ outcome }) => outcome === undefined)).toEqual([]);
  });
});
