import { once } from 'node:events';
import { createConnection } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { startMqttBroker, type MqttBroker } from '../src/index.js';

describe('the embedded broker', () => {
  let broker: MqttBroker;
  const clients: MqttClient[] = [];
  beforeEach(async () => {
    broker = await startMqttBroker({ port: 0, users: [{ username: 'ber', password: 'secret', siteId: 'BER1' }, { username: 'all', password: 'secret', siteId: '*' }] });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.end(true);
    await broker.close();
  });
  const connect = async (username: string, options: IClientOptions = {}): Promise<MqttClient> => {
    const client = await connectAsync(broker.url, { username, password: 'secret', protocolVersion: 4, reconnectPeriod: 0, ...options });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };

  it.each([['ber', 'wrong'], ['nobody', 'secret']])('lets in nobody with another password or name: %s', async (username, password) => {
    await expect(connect(username, { password })).rejects.toThrow(/Not authorized/);
  });

  it('lets a user publish and read at its own site only', async () => {
    const taken: string[] = [];
    await broker.receive('BER1', async (topic) => void taken.push(topic));
    await broker.receive('CHI1', async (topic) => void taken.push(topic));
    const [ber, all] = [await connect('ber'), await connect('all')];

    await ber.publishAsync('plantway/BER1/equipment/M/state', '{}', { qos: 1 });
    await all.publishAsync('plantway/CHI1/equipment/M/state', '{}', { qos: 1 });
    ber.publish('plantway/CHI1/equipment/M/state', 'forbidden', { qos: 1 });
    await until(() => !ber.connected);

    expect(taken).toEqual(['plantway/BER1/equipment/M/state', 'plantway/CHI1/equipment/M/state']);
    await expect((await connect('ber')).subscribeAsync('plantway/#', { qos: 1 })).rejects.toThrow();
  });

  it('acknowledges nothing that nobody takes, and ends the connection so that it is sent again', async () => {
    const client = await connect('ber');
    let isAcknowledged = false;
    client.publish('plantway/BER1/equipment/M/state', '{}', { qos: 1 }, (error) => { isAcknowledged = !error; });
    await until(() => !client.connected);

    expect(isAcknowledged).toBe(false);
  });

  it('takes the next port when the first is somebody else\'s', async () => {
    const port = Number(new URL(broker.url).port);
    const second = await startMqttBroker({ port, users: [] });

    expect(Number(new URL(second.url).port)).toBeGreaterThan(port);
    await second.close();
  });

  it('gives a site to one receiver', async () => {
    const first = await broker.receive('BER1', async () => undefined);

    await expect(broker.receive('BER1', async () => undefined)).rejects.toThrow(/already/);
    await first.close();
    await broker.receive('BER1', async () => undefined);
  });

  it('keeps nothing for a subscriber that leaves: it grants no subscription of a kept session', async () => {
    await broker.receive('BER1', async () => undefined);

    await expect((await connect('ber', { clean: false, clientId: 'forgetful' })).subscribeAsync('plantway/BER1/#', { qos: 1 })).rejects.toThrow();
  });

  it('retains no message', async () => {
    const taken: string[] = [];
    await broker.receive('BER1', async (topic) => void taken.push(topic));
    const [machine, reader] = [await connect('ber'), await connect('ber')];
    const read: string[] = [];
    reader.on('message', (topic, _payload, { retain }) => void read.push(`${topic} ${String(retain)}`));

    await machine.publishAsync('plantway/BER1/equipment/M/state', '{}', { qos: 1, retain: true });
    await reader.subscribeAsync('plantway/BER1/#', { qos: 1 });
    await machine.publishAsync('plantway/BER1/equipment/M/counter', '{}', { qos: 1 });
    await until(() => read.some((told) => told.includes('counter')));

    expect(taken).toEqual(['plantway/BER1/equipment/M/state', 'plantway/BER1/equipment/M/counter']);
    expect(read).toEqual(['plantway/BER1/equipment/M/counter false']);
  });

  it.each([['in one piece', 1], ['with others in one write', 3]])('ends a connection that sends more than a packet may have, %s', async (_how, times) => {
    const taken: number[] = [];
    await broker.receive('BER1', async (_topic, payload) => void taken.push(payload.length));
    const client = await connect('ber');

    for (let one = 1; one < times; one += 1) await client.publishAsync('plantway/BER1/equipment/M/state', Buffer.alloc(20_000), { qos: 1 });
    client.publish('plantway/BER1/equipment/M/state', Buffer.alloc(70_000), { qos: 1 });
    await until(() => !client.connected);

    expect(taken).toEqual(Array.from({ length: times - 1 }, () => 20_000));
  });

  it('takes so many connections and no more, and again when one ends', async () => {
    const small = await startMqttBroker({ port: 0, users: [{ username: 'ber', password: 'secret', siteId: 'BER1' }], mostConnections: 1 });
    const machine = async (): Promise<MqttClient> => connectAsync(small.url, { username: 'ber', password: 'secret', protocolVersion: 4, reconnectPeriod: 0 });
    const first = await machine();

    const oneMore = createConnection(Number(new URL(small.url).port), '127.0.0.1');
    await once(oneMore, 'close');
    expect(first.connected).toBe(true);
    await first.endAsync(true);
    const second = await machine();

    expect(second.connected).toBe(true);
    await second.endAsync(true);
    await small.close();
  });
});
