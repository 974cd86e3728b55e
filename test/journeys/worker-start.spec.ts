import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TechnicalRetryableError } from '@plantway/canonical';
import { sleepFor } from '@plantway/database';
import { createHttpApp } from '@plantway/http';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import type { ErpPort } from '@plantway/ports';
import { unboundSystems, until } from '@plantway/testing';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { openWebhookMes, type WebhookMesStand } from '../contract/webhook-mes.harness.js';
import { GOOD_CONFIRMATION } from './bad-input-cases.js';
import { openGateway, type GatewayStand } from './gateway-stand.js';

/** A worker before an ERP whose longest write is what the test says. */
describe('a worker that starts', () => {
  let gateway: GatewayStand;
  let mes: WebhookMesStand;
  let worker: NestFastifyApplication | undefined;
  let longestWriteMs: number | undefined;
  let asked: number;
  let refusals: unknown[];

  beforeEach(async () => {
    gateway = await openGateway();
    mes = await openWebhookMes();
    await gateway.readOrders('BER1');
    asked = 0;
    refusals = [];
  });
  afterEach(async () => {
    await worker?.close();
    await mes.close();
    await gateway.close();
  });

  async function startWorker(): Promise<void> {
    const capabilities: ErpPort['capabilities'] = async (siteId) => {
      asked += 1;
      if (longestWriteMs === undefined) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'the ERP system API is down');
      return { ...(await gateway.erp.capabilities(siteId)), longestWriteMs };
    };
    const erp = Object.create(gateway.erp, { capabilities: { value: capabilities } }) as ErpPort;
    const settings = { messaging: MESSAGING_DEFAULTS, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs: 3_600_000 };
    const module = WorkerModule.forRoot({
      pool: gateway.database.pool, clock: { now: () => new Date(), sleep: sleepFor }, erp, mes: mes.backend(), systems: unboundSystems(), sites: gateway.sites, settings, onUnsafe: (error) => void refusals.push(error),
    });
    worker = await createHttpApp(module, { logger: createLogger({ level: 'silent', service: 'worker' }), credentials: gateway.credentials, siteExists: () => true });
    await worker.init();
  }
  const report = async (): Promise<string> => (await gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: GOOD_CONFIRMATION })).headers.location!;
  const state = async (url: string): Promise<string> => (await gateway.request({ method: 'GET', url })).json<{ state: string }>().state;

  it('delivers nothing before the ERP has said how long a write may take, and then everything', async () => {
    longestWriteMs = undefined;
    const message = await report();
    await startWorker();
    await until(() => asked >= 2);

    expect(await state(message)).toBe('accepted');

    longestWriteMs = 20_000;

    await until(async () => (await state(message)) === 'posted');
  });

  it('delivers nothing when the settle window is too short for the ERP, and says so', async () => {
    longestWriteMs = MESSAGING_DEFAULTS.settleWindowMs;
    const message = await report();

    await startWorker();
    await until(() => refusals.length > 0);

    expect(refusals).toMatchObject([{ code: 'SETTLE_WINDOW_TOO_SHORT' }]);
    expect(await state(message)).toBe('accepted');
  });
});
