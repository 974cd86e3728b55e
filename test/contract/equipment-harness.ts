import { createServer, type AddressInfo } from 'node:net';
import type { EquipmentMqttSettings } from '@plantway/backends/equipment-mqtt';
import { TechnicalRetryableError, type EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer, EquipmentHarness, EquipmentPort, JudgingSink } from '@plantway/ports';
import { until } from '@plantway/testing';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';

export const SITE = 'BER1';

/** A sink that is the judge of a scenario. */
export function judgingSink(): JudgingSink {
  const kept: EquipmentEvent[] = [];
  const asked = new Map<string, number>();
  const refused = new Set<string>();
  let failures = 0;
  let isCut = false;
  let held = Promise.resolve();
  return {
    kept,
    timesAsked: (eventId) => asked.get(eventId) ?? 0,
    failNext: () => void (failures += 1),
    cut: () => {
      isCut = true;
      return () => { isCut = false; };
    },
    hold: () => {
      let release = (): void => undefined;
      held = new Promise((resolve) => { release = resolve; });
      return release;
    },
    refuse: (eventId) => void refused.add(eventId),
    take: async (_siteId, _sourceSystem, events) => {
      for (const { eventId } of events) asked.set(eventId, (asked.get(eventId) ?? 0) + 1);
      await held;
      if (failures > 0 || isCut) {
        failures = Math.max(0, failures - 1);
        throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'the disk is away');
      }
      return events.map((event): EquipmentEventAnswer => {
        const { eventId } = event;
        if (refused.has(eventId)) return { eventId, outcome: 'refused', code: 'EQUIPMENT_UNKNOWN', reason: 'nobody knows it' };
        if (kept.some((one) => one.eventId === eventId)) return { eventId, outcome: 'repeated' };
        kept.push(event);
        return { eventId, outcome: 'accepted' };
      });
    },
  };
}

/** Machines that publish with QoS 1 and connect again when their connection is ended; beside them whoever listens. */
export async function machinesAt(machines: EquipmentMqttSettings, equipment: EquipmentPort): Promise<EquipmentHarness & { close(): Promise<void> }> {
  const client = await connectAsync(machines.url, { username: machines.username, password: machines.password, clientId: 'machines', protocolVersion: 4, reconnectPeriod: 50, clean: true });
  return {
    equipment, siteId: SITE, sink: judgingSink(),
    say: async (equipmentId, type, content) => void (await client.publishAsync(`plantway/${SITE}/equipment/${equipmentId}/${type}`, typeof content === 'string' ? content : JSON.stringify(content), { qos: 1 })),
    until: async (condition) => void (await until(condition)),
    close: () => client.endAsync(true),
  };
}

/** A broker of somebody else's: it acknowledges what it has queued, and keeps sessions. */
export async function queueingBroker(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const aedes = await Aedes.createBroker();
  const server = createServer((connection) => void aedes.handle(connection));
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const noMore = new Promise((resolve) => { server.close(resolve); });
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
      await noMore;
    },
  };
}

