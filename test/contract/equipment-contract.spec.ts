import { describe, expect, it } from '@jest/globals';
import { equipmentMqtt, equipmentMqttWithin } from '@plantway/backends/equipment-mqtt';
import { sleepFor } from '@plantway/database';
import { startMqttBroker } from '@plantway/mqtt-broker';
import { EQUIPMENT_CONTRACT, type EquipmentHarness, type EquipmentScenario } from '@plantway/ports';
import { SITE, machinesAt, queueingBroker } from './equipment-harness.js';

const clock = { sleep: sleepFor };
type Closable = EquipmentHarness & { close(): Promise<void> };

/** Runs the scenarios of the equipment contract under jest, each on a harness of its own. */
function runEquipmentContract(binding: string, openHarness: () => Promise<Closable>, applies: (scenario: EquipmentScenario) => boolean = () => true): void {
  describe(`equipment contract, ${binding}`, () => {
    it.each(EQUIPMENT_CONTRACT.filter(applies).map((scenario) => ({ ...scenario, title: `${scenario.group}: ${scenario.name}` })))('$title', async ({ run }) => {
      const harness = await openHarness();
      try {
        await run(harness);
      } finally {
        await harness.close();
      }
      expect.assertions(0); // a scenario asserts by throwing
    });
  });
}

runEquipmentContract('at the broker within the process', async () => {
  const machines = { username: 'machines', password: 'secret' };
  const broker = await startMqttBroker({ port: 0, users: [{ ...machines, siteId: SITE }] });
  const harness = await machinesAt({ url: broker.url, ...machines }, equipmentMqttWithin(broker, clock, () => undefined));
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await broker.close();
    },
  };
});

runEquipmentContract('at a broker that acknowledges what it has queued', async () => {
  const broker = await queueingBroker();
  const user = { username: 'plantway', password: 'secret' };
  const harness = await machinesAt({ url: broker.url, ...user }, equipmentMqtt({ url: broker.url, ...user }, clock, () => undefined));
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await broker.close();
    },
  };
}, ({ needs }) => needs !== 'endToEnd');
