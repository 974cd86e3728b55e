import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MaintenanceRequest, MessageKind, Nonconformity } from '@plantway/canonical';
import { sleepFor } from '@plantway/database';
import { createHttpApp } from '@plantway/http';
import { Intake, MESSAGING_DEFAULTS, MessageReader, type InstanceClaims } from '@plantway/messaging';
import { createLogger } from '@plantway/observability';
import type { QualityPort } from '@plantway/ports';
import { Credentials } from '@plantway/security';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, siteDirectoryOf, siteErp } from '@plantway/sites';
import { createTestDatabase, unboundSystems, until, type TestDatabase } from '@plantway/testing';
import { INSTANCE_CLAIMS, WorkerModule } from '../../apps/worker/src/worker.module.js';
import { openSimulatedErp, type SimulatedErpStand } from '../contract/simulated-erp.harness.js';
import { dispatchOf, openWebhookMes, type WebhookMesStand } from '../contract/webhook-mes.harness.js';
import { MaintenanceInMemory } from './maintenance-in-memory.js';

const OCCURRED_AT = '2026-11-22T07:40:00.000Z';
const REQUEST: MaintenanceRequest = { maintenanceRequestId: 'WU-20-A@1', siteId: 'BER1', equipmentId: 'WU-20-A', failedAt: OCCURRED_AT, priority: 'high', text: 'spindle stands still' };
const REPORTED: Nonconformity = { qualityEventId: 'QE-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'FG-300', lotId: 'FG300-1' }, type: 'nonconformity', defectCode: 'BURR', occurredAt: OCCURRED_AT };

/** A worker whose ERP is gone for longer than the claim that it held there. */
describe('an ERP that is away for longer than its claim', () => {
  let database: TestDatabase;
  let erp: SimulatedErpStand;
  let mes: WebhookMesStand;
  let worker: NestFastifyApplication;
  const maintenance = new MaintenanceInMemory();
  const reported: Nonconformity[] = [];
  const clock = { now: () => new Date(), sleep: sleepFor };

  beforeEach(async () => {
    database = await createTestDatabase();
    const { pool } = database;
    [erp, mes] = await Promise.all([openSimulatedErp(), openWebhookMes()]);
    await importSites(pool, 'sites');
    const sites = siteDirectoryOf([(await DatabaseSiteDirectory.load(pool)).get('BER1')!]);
    const quality = {
      ...unboundSystems().quality, capabilities: async () => ({ backend: 'in-memory', guaranteeClass: 'R', longestWriteMs: 500 }),
      post: async (report: Nonconformity, reference: string) => {
        reported.push(report);
        return { reference, backend: 'in-memory', documents: [{ type: 'inspection', number: 'IN-1' }], postedAt: OCCURRED_AT };
      },
    } as unknown as QualityPort;
    worker = await createHttpApp(WorkerModule.forRoot({
      pool, clock, sites, mes: mes.backend({ deadlineMs: 5_000 }), systems: { ...unboundSystems(), maintenance, quality },
      erp: siteErp({ directory: sites, backends: new Map([['erp-simulated', erp.backend({ deadlineMs: 5_000 })]]), crossReference: new DatabaseCrossReference(pool) }),
      settings: { messaging: { ...MESSAGING_DEFAULTS, instanceClaimMs: 1_000 }, events: { retentionDays: 30, idlePollMs: 20 }, workOrderRefreshMs: 3_600_000 },
    }), { logger: createLogger({ level: 'silent', service: 'worker' }), credentials: new Credentials(pool, clock), siteExists: () => true });
    await worker.init();
  });
  afterEach(async () => {
    await worker.close();
    await mes.close();
    await database.drop();
  });

  const accept = async (kind: MessageKind, canonical: object): Promise<string> => (await new Intake({ pool: database.pool, clock }).accept({
    siteId: 'BER1', kind, sourceSystem: 'own', senderId: kind, laneKey: kind, correlationId: `journey of ${kind}`, acceptedBy: 'credential-1', received: canonical, canonical,
    search: { lotIds: [], serialNumbers: [] }, postingDate: '2026-11-22', productionDay: '2026-11-22',
  })).messageId;
  const message = (messageId: string) => new MessageReader(database.pool).get('BER1', messageId);
  const isPosted = async (messageId: string): Promise<boolean> => (await message(messageId))?.state === 'posted';

  it('stops nothing that goes to the MES, to maintenance and to quality; what goes to the ERP is tried again in its words', async () => {
    const claims = worker.get<InstanceClaims>(INSTANCE_CLAIMS);
    await until(() => claims.isOpen('BER1'));
    await erp.close();
    await until(() => !claims.isOpen('BER1'));

    const elsewhere = [await accept('jobOrderDispatch', dispatchOf('WO-1001')), await accept('maintenanceRequest', REQUEST), await accept('nonconformity', REPORTED)];
    const released = await accept('workOrderRelease', { releaseId: 'WO-1002', siteId: 'BER1', workOrderId: 'WO-1002' });
    for (const messageId of elsewhere) await until(() => isPosted(messageId));

    expect(mes.simulation.standing('BER1', 'WO-1001')).toBeDefined();
    expect([maintenance.asked, reported]).toEqual([[REQUEST], [REPORTED]]);
    await until(async () => (await message(released))?.state === 'retrying');
    expect(await message(released)).toMatchObject({ error: { code: 'ERP_UNAVAILABLE' }, attempts: [] });
  });
});
