import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apsSimulated } from '@plantway/backends/aps-simulated';
import { cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { crmSimulated } from '@plantway/backends/crm-simulated';
import { qmsSimulated } from '@plantway/backends/qms-simulated';
import type { CustomerOrder, DemandForecast } from '@plantway/canonical';
import type { CustomerPort, DeliveryReceipt, MaintenancePort, PlanningPort, QualityPort, SystemCode, SystemHarness, SystemPort } from '@plantway/ports';
import { estatePlants } from '../../apps/estate-simulator/src/plants/estate-plant.js';
import { Aps } from '../../apps/estate-simulator/src/systems/aps/aps.js';
import { Cmms } from '../../apps/estate-simulator/src/systems/cmms/cmms.js';
import { Crm } from '../../apps/estate-simulator/src/systems/crm/crm.js';
import { Qms } from '../../apps/estate-simulator/src/systems/qms/qms.js';
import { SystemsServer } from '../../apps/estate-simulator/src/systems/server/systems-server.js';
import type { SystemHarnesses } from './business-systems.harness.js';
import { maintenanceRequestOf, nonconformityOf, promiseDateOf, replanRequestOf } from './business-systems.harness.js';
import { ProxyBefore } from './proxy-before.js';

const SITE = 'BER1';
const DEADLINE_MS = 400;
const CONTROL_KEY = 'key of the controls';
const KEYS = { aps: 'key of aps', cmms: 'key of cmms', crm: 'key of crm', qms: 'key of qms' } as const;
const WALL_CLOCK = { now: () => new Date() };
/** In the words of the estate's systems, whatever they are asked to say. */
const [ITS_REFUSAL, ITS_RETRY_AFTER_SECONDS] = ['the object is locked by a user', 1];
/** Where something under a reference is read past the port: a list, or one object. */
const TAKEN_AT = { aps: 'replans/', cmms: 'requests?reference=', crm: 'promises/', qms: 'nonconformities/' } as const;
type Root = keyof typeof KEYS;

/** The business systems of the estate as they run there, at a plant whose time stands still, behind a proxy. What goes wrong is told to their own control routes, or to the proxy. */
export async function openEstateSystems(): Promise<{ readonly harnesses: SystemHarnesses; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'plantway-systems-'));
  const options = { plant: estatePlants().find(({ siteId }) => siteId === SITE)!, seed: 1, folder, now: () => new Date('2026-11-22T08:00:00Z'), say: () => undefined };
  const crm = await Crm.open(options);
  await crm.work();
  const systems = [await Aps.open({ ...options, churnMinutes: 15 }), await Cmms.open({ ...options, failureAt: () => undefined }), crm, await Qms.open(options)] as const;
  const server = new SystemsServer({ systems, people: [], keys: KEYS, controlKey: CONTROL_KEY, onDefect: (error) => { throw error; } });
  const url = await server.listen(0, '127.0.0.1');
  const proxy = await ProxyBefore.start(url);
  const [line, equipment] = [(await rowsOf<CustomerOrder>(url, 'crm', 'orders')).flatMap(({ customerOrderId, lines }) => lines.map(({ lineId }) => ({ customerOrderId, lineId }))), options.plant.mes.workCenters.flatMap(({ units }) => units)];
  const settings = (baseUrl: string, apiKey: string) => ({ baseUrl, apiKey, deadlineMs: DEADLINE_MS, answerLimitBytes: 8_388_608 });

  const harnessOf = <Command, Receipt extends DeliveryReceipt, Port extends SystemPort<Command, Receipt>>(
    root: Root, family: SystemCode, bound: (settings: { baseUrl: string; apiKey: string; deadlineMs: number; answerLimitBytes: number }) => Port, commandOf: (count: number) => Command,
  ): SystemHarness<Command, Receipt, Port> => {
    const fault = async (kind: string): Promise<void> => {
      const { status } = await fetch(`${url}/control/${root}/${SITE}/faults`, { method: 'POST', headers: { 'x-control-key': CONTROL_KEY }, body: JSON.stringify({ kind }) });
      if (status !== 201) throw new Error(`${root} does not have the fault ${kind}`);
    };
    let commands = 0;
    return {
      family, siteId: SITE, system: bound(settings(proxy.url, KEYS[root])),
      control: {
        refuseNext: async () => (await fault('refuse'), ITS_REFUSAL),
        throttleNext: async () => (await fault('throttle'), ITS_RETRY_AFTER_SECONDS),
        outageNext: async () => (await fault('unavailable'), ITS_RETRY_AFTER_SECONDS),
        loseNextAnswer: () => fault('take-and-stay-silent'),
        loseNextRequest: () => fault('lose-request'),
        breakNextAnswer: () => fault('half-answer'),
        answerNextWithPage: async () => proxy.plan('page'),
      },
      newCommand: () => commandOf((commands += 1)),
      taken: async (reference) => {
        const response = await fetch(`${url}/${root}/${SITE}/${TAKEN_AT[root]}${reference}`, { headers: { 'x-system-key': KEYS[root] } });
        const { rows = response.ok ? [{ reference }] : [] } = (await response.json()) as { readonly rows?: readonly { readonly reference: string }[] };
        return rows.filter((row) => row.reference === reference).length;
      },
      unreachable: () => bound(settings('http://127.0.0.1:1', KEYS[root])),
      withoutAccess: () => bound(settings(proxy.url, 'key of nobody')),
    };
  };
  const ofEquipment = (count: number): string => equipment[count % equipment.length]!;
  return {
    harnesses: {
      planning: {
        ...harnessOf<ReturnType<typeof replanRequestOf>, DeliveryReceipt, PlanningPort>('aps', 'PLANNING', (to) => apsSimulated(to, WALL_CLOCK), replanRequestOf),
        publishSchedule: () => Promise.reject(new Error('it schedules what a gateway tells it, and here is none')),
      },
      maintenance: harnessOf<ReturnType<typeof maintenanceRequestOf>, DeliveryReceipt, MaintenancePort>('cmms', 'MAINTENANCE', (to) => cmmsSimulated(to, WALL_CLOCK), (count) => ({ ...maintenanceRequestOf(count), equipmentId: ofEquipment(count) })),
      customer: {
        ...harnessOf('crm', 'CUSTOMER', (to): CustomerPort => crmSimulated(to, WALL_CLOCK), (count) => ({ ...promiseDateOf(count), ...line[count % line.length] })),
        customerOrders: () => rowsOf<CustomerOrder>(url, 'crm', 'orders'), forecasts: () => rowsOf<DemandForecast>(url, 'crm', 'forecasts'),
      },
      quality: harnessOf<ReturnType<typeof nonconformityOf>, DeliveryReceipt, QualityPort>('qms', 'QUALITY', (to) => qmsSimulated(to, WALL_CLOCK), nonconformityOf),
    },
    close: async () => {
      await proxy.close();
      await server.close();
      for (const system of systems) await system.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Everything that a list of a system has, past the port. */
async function rowsOf<Row>(url: string, root: Root, list: string): Promise<readonly Row[]> {
  const response = await fetch(`${url}/${root}/${SITE}/${list}?take=1000`, { headers: { 'x-system-key': KEYS[root] } });
  return (JSON.parse(await response.text()) as { readonly rows: readonly Row[] }).rows;
}
