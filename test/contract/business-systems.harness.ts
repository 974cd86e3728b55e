import { apsSimulated } from '@plantway/backends/aps-simulated';
import { cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { crmSimulated } from '@plantway/backends/crm-simulated';
import { qmsSimulated } from '@plantway/backends/qms-simulated';
import type { CustomerOrder, DemandForecast, MaintenanceRequest, Nonconformity, PromiseDateUpdate, ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type { CustomerHarness, DeliveryReceipt, MaintenanceHarness, PlanningHarness, QualityHarness, SystemCode, SystemHarness, SystemPort, SystemPorts } from '@plantway/ports';
import { BusinessSystems, type SystemRoot } from './business-systems.js';

/** Short, so that a lost answer costs a test little; far above what a system needs to answer. */
const DEADLINE_MS = 400;
const SITE = 'BER1';
const WALL_CLOCK = { now: () => new Date() };

const BACKENDS = { aps: apsSimulated, cmms: cmmsSimulated, crm: crmSimulated, qms: qmsSimulated } as const;

/** The harness of every family around the ports that `bind` makes out of backends. */
export interface SystemHarnesses {
  readonly planning: PlanningHarness;
  readonly maintenance: MaintenanceHarness;
  readonly customer: CustomerHarness;
  readonly quality: QualityHarness;
}
export type BindSystem = <Family extends keyof SystemPorts>(family: Family, backend: SystemPorts[Family]) => SystemPorts[Family];

/** Fresh systems, and a harness for each. */
export async function openBusinessSystems(bind: BindSystem): Promise<{ readonly systems: BusinessSystems; readonly harnesses: SystemHarnesses; close(): Promise<void> }> {
  const systems = await BusinessSystems.start();
  systems.orders.push(...CUSTOMER_ORDERS.map(withoutSite));
  systems.forecasts.push(...FORECASTS.map(withoutSite));
  let schedules = 0;
  const publishSchedule = async (): Promise<ScheduleVersion> => {
    const schedule = scheduleOf((schedules += 1));
    systems.schedule = { ...schedule };
    return schedule;
  };
  const harnesses: SystemHarnesses = {
    planning: { ...harnessOf(systems, 'aps', 'PLANNING', replanRequestOf, (backend) => bind('planning', backend)), publishSchedule },
    maintenance: harnessOf(systems, 'cmms', 'MAINTENANCE', maintenanceRequestOf, (backend) => bind('maintenance', backend)),
    customer: {
      ...harnessOf(systems, 'crm', 'CUSTOMER', promiseDateOf, (backend) => bind('customer', backend)),
      customerOrders: async () => CUSTOMER_ORDERS, forecasts: async () => FORECASTS,
    },
    quality: harnessOf(systems, 'qms', 'QUALITY', nonconformityOf, (backend) => bind('quality', backend)),
  };
  return { systems, harnesses, close: () => systems.close() };
}

function harnessOf<Command, Receipt extends DeliveryReceipt, Port extends SystemPort<Command, Receipt>>(
  systems: BusinessSystems, root: SystemRoot, family: SystemCode, commandOf: (count: number) => Command, bind: (backend: Port) => Port,
): SystemHarness<Command, Receipt, Port> {
  const bound = (baseUrl = systems.url, apiKey = systems.key): Port => bind(BACKENDS[root]({ baseUrl, apiKey, deadlineMs: DEADLINE_MS, answerLimitBytes: 65_536 }, WALL_CLOCK) as unknown as Port);
  let commands = 0;
  return {
    family, siteId: SITE, system: bound(),
    control: {
      refuseNext: async (text) => (systems.plan({ kind: 'refuse', text }), text),
      throttleNext: async (seconds) => (systems.plan({ kind: 'throttle', seconds }), seconds),
      outageNext: async (seconds) => (systems.plan({ kind: 'outage', seconds }), seconds),
      loseNextAnswer: async () => systems.plan({ kind: 'lose-answer' }),
      loseNextRequest: async () => systems.plan({ kind: 'lose-request' }),
      breakNextAnswer: async () => systems.plan({ kind: 'half-answer' }),
      answerNextWithPage: async () => systems.plan({ kind: 'page' }),
    },
    newCommand: () => commandOf((commands += 1)),
    taken: async (reference) => systems.taken(root, reference),
    unreachable: () => bound('http://127.0.0.1:1'),
    withoutAccess: () => bound(undefined, 'key of nobody'),
  };
}

export function replanRequestOf(count: number): ReplanRequest {
  return {
    replanRequestId: `LINE-${count}@2026-11-22T05:10:00.000Z`, siteId: SITE, lineId: `LINE-${count}`, windowStartsAt: '2026-11-22T05:10:00.000Z', windowEndsAt: '2026-11-22T05:15:00.000Z',
    causes: [{ trigger: 'equipmentDown', objectId: `DT-${count}`, occurredAt: '2026-11-22T05:12:00.000Z', equipmentId: 'WU-10-A', workCenterId: 'WC-10' }], causeCount: 51,
  };
}

export function maintenanceRequestOf(count: number): MaintenanceRequest {
  return { maintenanceRequestId: `DT-${count}`, siteId: SITE, equipmentId: `WU-10-${count}`, workCenterId: 'WC-10', failedAt: '2026-11-22T05:12:00.000Z', priority: 'high', text: `WU-10-${count} is down.` };
}

export function promiseDateOf(count: number): PromiseDateUpdate {
  return {
    promiseUpdateId: `SO-${count}/10@1`, siteId: SITE, customerOrderId: `SO-${count}`, lineId: '10', workOrderId: `WO-${count}`, scheduledFinishAt: '2026-11-26T13:00:00.000Z', scheduleVersion: 1,
  };
}

export function nonconformityOf(count: number): Nonconformity {
  return {
    type: 'nonconformity', qualityEventId: `NC-${count}`, siteId: SITE, occurredAt: '2026-11-22T06:20:00.000Z', scope: { type: 'lot', itemId: 'FG-100', lotId: `FG100-${count}` }, defectCode: 'BURR',
    quantity: { value: '3', unit: 'H87' }, text: 'Burr on the long edge.',
  };
}

function scheduleOf(version: number): ScheduleVersion {
  return {
    scheduleVersionId: `APS-${version}`, siteId: SITE, version, ...(version === 1 ? {} : { supersedes: version - 1 }), createdAt: '2026-11-22T04:45:00.000Z', frozenUntil: '2026-11-22T05:45:00.000Z',
    reason: version === 1 ? 'regular' : 'replan', replanRequestIds: version === 1 ? [] : ['LINE-1@2026-11-22T05:10:00.000Z'],
    operations: [{ workOrderId: 'WO-1001', operationId: '0010', workCenterId: 'WC-10', startAt: '2026-11-22T06:00:00.000Z', finishAt: '2026-11-22T09:30:00.000Z' }],
  };
}

const quantity = (value: string) => ({ value, unit: 'H87' });
const CUSTOMER_ORDERS: readonly CustomerOrder[] = [
  {
    customerOrderId: 'SO-501', siteId: SITE, customerId: 'C-7', status: 'open',
    lines: [
      { lineId: '10', itemId: 'FG-100', quantity: quantity('40'), requestedOn: '2026-11-30', promisedOn: '2026-12-01', workOrderId: 'WO-1001' },
      { lineId: '20', itemId: 'FG-200', quantity: quantity('5'), requestedOn: '2026-12-04' },
    ],
  },
  { customerOrderId: 'SO-502', siteId: SITE, customerId: 'C-8', status: 'delivered', lines: [] },
];
const FORECASTS: readonly DemandForecast[] = ['FG-100', 'FG-200'].map((itemId) => ({ forecastId: `FC-W49-${itemId}`, siteId: SITE, itemId, startsOn: '2026-11-30', endsOn: '2026-12-06', quantity: quantity('400') }));

/** As the wire shows it: the plant stands in the path. */
function withoutSite(row: object): Readonly<Record<string, unknown>> {
  return { ...row, siteId: undefined };
}
