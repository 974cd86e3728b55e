import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EQUIPMENT_MQTT, equipmentMqttWithin } from '@plantway/backends/equipment-mqtt';
import { EquipmentBook } from '@plantway/execution';
import { startMqttBroker, type MqttBroker } from '@plantway/mqtt-broker';
import { DatabaseSiteDirectory, SITES_CHECK_MS, importSites, siteDirectoryOf, siteEquipment, type SiteConfiguration, type SiteDirectory } from '@plantway/sites';
import { SeededClock, createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { connectAsync } from 'mqtt';
import { EquipmentListeners } from '../../apps/system-equipment-api/src/equipment-listeners.js';

const PASSWORD = 'secret';
const IDLE = { type: 'state', state: 'idle', occurredAt: '2026-11-22T07:40:00Z' };

let database: TestDatabase;
let broker: MqttBroker;
let listeners: EquipmentListeners;
let berlin: SiteConfiguration;
let running: SiteDirectory;
const clock = new SeededClock();
const log: string[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
  await importSites(database.pool, 'sites');
  berlin = (await DatabaseSiteDirectory.load(database.pool)).get('BER1')!;
  running = siteDirectoryOf([berlin]);
  const sites: SiteDirectory = { all: () => running.all(), get: (siteId) => running.get(siteId) };
  broker = await startMqttBroker({ port: 0, users: ['BER1', 'HAM1'].map((siteId) => ({ username: siteId, password: PASSWORD, siteId })) });
  const note = (line: string): void => void log.push(line);
  const equipment = siteEquipment({ directory: sites, backends: new Map([[EQUIPMENT_MQTT, equipmentMqttWithin(broker, clock, () => undefined)]]) });
  listeners = new EquipmentListeners({ equipment, sites, sink: new EquipmentBook(database.pool, clock, (siteId) => sites.get(siteId), () => new Date(IDLE.occurredAt)), clock, log: { log: note, warn: note, error: note } });
  await listeners.start();
});
afterEach(async () => {
  await listeners.stop();
  await broker.close();
  await database.drop();
});

/** Runs other sites from now on, and lets the listeners look. */
async function run(sites: readonly SiteConfiguration[]): Promise<void> {
  running = siteDirectoryOf(sites);
  await clock.advance(SITES_CHECK_MS);
}

/** A machine of the site says that it is idle; resolves when that is acknowledged. */
async function say(siteId: string, eventId: string): Promise<void> {
  const machine = await connectAsync(broker.url, { username: siteId, password: PASSWORD, clientId: `machine of ${siteId}`, protocolVersion: 4, reconnectPeriod: 0 });
  await machine.publishAsync(`plantway/${siteId}/equipment/WU-20-A/state`, JSON.stringify({ ...IDLE, eventId }), { qos: 1 });
  await machine.endAsync(true);
}

const keptOf = async (siteId: string): Promise<number> => (await database.pool.query<{ count: number }>('select count(*)::int as count from execution.equipment_event where site_id = $1', [siteId])).rows[0].count;

it('hears the machines of a plant that is imported while it runs', async () => {
  await run([berlin, { ...berlin, siteId: 'HAM1' }]);
  await until(() => log.includes('listening to the machines of HAM1'));

  await Promise.all([say('BER1', 'E-1'), say('HAM1', 'E-1')]);

  expect([await keptOf('BER1'), await keptOf('HAM1')]).toEqual([1, 1]);
});

it('lets go of a plant that has no machines any more, and of no other, and takes it up again', async () => {
  await run([{ ...berlin, systems: {} }, { ...berlin, siteId: 'HAM1' }]);
  await until(() => log.includes('the machines of BER1 are not listened to any more'));
  await say('HAM1', 'E-1');

  log.length = 0;
  await run([berlin, { ...berlin, siteId: 'HAM1' }]);
  await until(() => log.includes('listening to the machines of BER1'));
  await say('BER1', 'E-1');

  expect([await keptOf('BER1'), await keptOf('HAM1')]).toEqual([1, 1]);
});

it('tells once of a plant whose machines it cannot reach, and listens as soon as it can', async () => {
  const unbound = { ...berlin, siteId: 'HAM1', systems: { ...berlin.systems, equipment: { backend: 'unheard-of' } } };
  await run([berlin, unbound]);
  await clock.advance(SITES_CHECK_MS);

  expect(log.filter((line) => line.startsWith('the machines of HAM1 cannot be listened to'))).toHaveLength(1);

  log.length = 0;
  await run([berlin, { ...berlin, siteId: 'HAM1' }]);
  await until(() => log.includes('listening to the machines of HAM1'));
});
