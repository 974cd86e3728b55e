import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sleepFor } from '@plantway/database';
import type { EquipmentEvent } from '@plantway/canonical';
import { until } from '@plantway/testing';
import { Aedes } from 'aedes';
import { connectAsync } from 'mqtt';
import { equipmentMqtt } from '../src/index.js';

describe('a broker elsewhere that refuses the subscription', () => {
  let aedes: Aedes;
  let server: Server;
  let url: string;
  let asked = 0;
  let isGranted = false;
  beforeEach(async () => {
    asked = 0;
    isGranted = false;
    aedes = await Aedes.createBroker({ authorizeSubscribe: (_client, subscription, done) => {
      asked += 1;
      done(null, isGranted ? subscription : null);
    } });
    server = createServer((connection) => void aedes.handle(connection));
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    const noMore = new Promise((resolve) => { server.close(resolve); });
    await new Promise<void>((resolve) => aedes.close(() => resolve()));
    await noMore;
  });

  it('is told of once, shown as not connected, and asked again until it grants it', async () => {
    const problems: string[] = [];
    const kept: EquipmentEvent[] = [];
    const equipment = equipmentMqtt({ url, username: 'plantway', password: 'secret' }, { sleep: sleepFor }, (problem) => void problems.push(problem));
    const take = async (_siteId: string, _source: string, events: readonly EquipmentEvent[]) => {
      kept.push(...events);
      return events.map(({ eventId }) => ({ eventId, outcome: 'accepted' }) as const);
    };
    const listener = await equipment.listen('BER1', { take }, () => undefined);
    try {
      await until(() => asked >= 3, { within: 15_000 });
      expect(await equipment.capabilities('BER1')).toMatchObject({ isConnected: false });
      expect(problems).toEqual([expect.stringMatching(/^the broker of BER1: it does not grant the subscription to plantway\/BER1\/equipment\/\+\/\+/)]);

      isGranted = true;
      await until(async () => (await equipment.capabilities('BER1')).isConnected, { within: 15_000 });
      const machine = await connectAsync(url);
      await machine.publishAsync('plantway/BER1/equipment/WU-20-A/state', JSON.stringify({ eventId: 'E-1', occurredAt: '2026-11-22T06:40:00+01:00', state: 'down' }), { qos: 1 });
      await until(() => kept.length === 1);
      await machine.endAsync(true);
      expect(problems.length).toBe(1);
    } finally {
      await listener.close();
    }
  });
});
