import assert from 'node:assert/strict';
import type { EquipmentHarness, EquipmentScenario } from './equipment-harness.js';

const MACHINE = 'WU-10-A';
const at = (second: number): string => `2026-11-22T08:00:${String(second).padStart(2, '0')}.000Z`;
const state = (eventId: string, second: number, word = 'running'): object => ({ eventId, type: 'state', state: word, occurredAt: at(second) });
const idsOf = ({ sink }: EquipmentHarness): readonly string[] => sink.kept.map(({ eventId }) => eventId);

/** Waits until the events are kept: behind a broker of its own a machine goes on before that. */
const kept = (harness: EquipmentHarness, ...eventIds: readonly string[]): Promise<void> => harness.until(() => eventIds.every((id) => idsOf(harness).includes(id)));

/** What is told to `onUnreadable` while listening. */
async function listening<Result>(harness: EquipmentHarness, work: (unreadable: readonly string[]) => Promise<Result>): Promise<Result> {
  const unreadable: string[] = [];
  const listener = await harness.equipment.listen(harness.siteId, harness.sink, (topic, reason) => unreadable.push(`${topic}: ${reason}`));
  await harness.until(async () => (await harness.equipment.capabilities(harness.siteId)).isConnected);
  try {
    return await work(unreadable);
  } finally {
    await listener.close();
  }
}

/** What an equipment backend does with what machines say. */
export const EQUIPMENT_LISTENING_SCENARIOS: readonly EquipmentScenario[] = [
  {
    group: 'capabilities', name: 'says how the machines are reached, and whether they are',
    run: async (harness) => {
      const { backend, protocol, isConnected } = await harness.equipment.capabilities(harness.siteId);
      assert.ok(backend.length > 0 && protocol.length > 0);
      assert.equal(isConnected, false);
      await listening(harness, async () => undefined); // waits until it is connected
    },
  },
  {
    group: 'listening', name: 'hands over a state with everything that the machine said of it',
    run: (harness) => listening(harness, async () => {
      await harness.say(MACHINE, 'state', { eventId: 'E-1', type: 'state', state: 'down', reasonCode: 'E-4711', workOrderId: 'WO-1', operationId: '0010', occurredAt: '2026-11-22T09:00:00+01:00' });
      await kept(harness, 'E-1');
      assert.deepEqual(harness.sink.kept, [{ eventId: 'E-1', siteId: harness.siteId, equipmentId: MACHINE, type: 'state', state: 'down', reasonCode: 'E-4711', workOrderId: 'WO-1', operationId: '0010', occurredAt: '2026-11-22T08:00:00.000Z' }]);
    }),
  },
  {
    group: 'listening', name: 'hands over a reading of a counter exactly',
    run: (harness) => listening(harness, async () => {
      await harness.say(MACHINE, 'counter', { eventId: 'E-2', type: 'counter', counterId: 'produced', reading: { value: '120.50', unit: 'KGM' }, isReset: true, occurredAt: at(1) });
      await kept(harness, 'E-2');
      assert.deepEqual(harness.sink.kept, [{ eventId: 'E-2', siteId: harness.siteId, equipmentId: MACHINE, type: 'counter', counterId: 'produced', reading: { value: '120.5', unit: 'KGM' }, isReset: true, occurredAt: at(1) }]);
    }),
  },
  {
    group: 'listening', name: 'hands over something that happened',
    run: (harness) => listening(harness, async () => {
      await harness.say(MACHINE, 'occurrence', { eventId: 'E-3', code: 'DOOR', severity: 'warning', text: 'Tür offen', occurredAt: at(2) });
      await kept(harness, 'E-3');
      assert.deepEqual(harness.sink.kept, [{ eventId: 'E-3', siteId: harness.siteId, equipmentId: MACHINE, type: 'occurrence', code: 'DOOR', severity: 'warning', text: 'Tür offen', occurredAt: at(2) }]);
    }),
  },
  {
    group: 'listening', name: 'keeps the order of each machine',
    run: (harness) => listening(harness, async () => {
      const events = Array.from({ length: 50 }, (_unused, index) => `N-${String(index).padStart(2, '0')}`);
      await Promise.all(events.map((eventId, second) => harness.say(MACHINE, 'state', state(eventId, second, second % 2 === 0 ? 'running' : 'idle'))));
      await kept(harness, ...events);
      assert.deepEqual(idsOf(harness), events);
    }),
  },
  {
    group: 'listening', name: 'shows what each machine said last',
    run: (harness) => listening(harness, async () => {
      await harness.say(MACHINE, 'state', state('S-1', 1, 'running'));
      await harness.say(MACHINE, 'state', state('S-2', 2, 'running'));
      await harness.say('WU-20-A', 'state', state('S-3', 3, 'off'));
      await harness.until(async () => (await harness.equipment.standings(harness.siteId)).length === 2);
      const standings = [...(await harness.equipment.standings(harness.siteId))].sort((one, other) => one.equipmentId.localeCompare(other.equipmentId));
      assert.deepEqual(standings, [
        { equipmentId: MACHINE, state: 'running', since: at(1), isConnected: true }, { equipmentId: 'WU-20-A', state: 'off', since: at(3), isConnected: true },
      ]);
    }),
  },
  {
    group: 'acknowledgement', name: 'hands an event over again that was not kept, and keeps it once',
    run: (harness) => listening(harness, async () => {
      harness.sink.failNext();
      await harness.say(MACHINE, 'state', state('A-1', 1));
      await kept(harness, 'A-1');
      assert.deepEqual([idsOf(harness), harness.sink.timesAsked('A-1')], [['A-1'], 2]);
    }),
  },
  {
    group: 'acknowledgement', name: 'lets the machine wait until its event is kept', needs: 'endToEnd',
    run: (harness) => listening(harness, async () => {
      const release = harness.sink.hold();
      let isAcknowledged = false;
      const said = harness.say(MACHINE, 'state', state('A-2', 1)).then(() => { isAcknowledged = true; });
      await harness.until(() => harness.sink.timesAsked('A-2') > 0);
      assert.deepEqual([isAcknowledged, idsOf(harness)], [false, []]);
      release();
      await said;
      assert.deepEqual(idsOf(harness), ['A-2']);
    }),
  },
  {
    group: 'acknowledgement', name: 'gets an event again that it had not kept when it ended',
    run: async (harness) => {
      const mend = harness.sink.cut();
      const said = await listening(harness, async () => {
        const saying = harness.say(MACHINE, 'state', state('A-3', 1));
        await harness.until(() => harness.sink.timesAsked('A-3') > 0);
        return { saying };
      });
      mend();
      await listening(harness, async () => {
        await said.saying;
        await kept(harness, 'A-3');
      });
    },
  },
  {
    group: 'acknowledgement', name: 'gets what was said while nobody listened',
    run: async (harness) => {
      await listening(harness, async () => undefined);
      const said = harness.say(MACHINE, 'state', state('A-4', 1));
      await listening(harness, async () => {
        await said;
        await kept(harness, 'A-4');
      });
    },
  },
  ...['not JSON', '[]', '{"eventId":"U-1"}', '{"eventId":"U-1","state":"broken","occurredAt":"2026-11-22T08:00:00Z"}', '{"eventId":"U-1","state":"idle","occurredAt":"2026-11-22T08:00:00"}'].map((content): EquipmentScenario => ({
    group: 'faults', name: `tells of a message that it cannot read, and goes on: ${content}`,
    run: (harness) => listening(harness, async (unreadable) => {
      await harness.say(MACHINE, 'state', content);
      await harness.say(MACHINE, 'state', state('F-1', 1));
      await kept(harness, 'F-1');
      assert.deepEqual([unreadable.length, idsOf(harness)], [1, ['F-1']]);
      assert.ok(unreadable[0]?.startsWith(`plantway/${harness.siteId}/equipment/${MACHINE}/state: `));
    }),
  })),
  {
    group: 'faults', name: 'tells of an event that is refused, and goes on',
    run: (harness) => listening(harness, async (unreadable) => {
      harness.sink.refuse('F-2');
      await harness.say(MACHINE, 'state', state('F-2', 1));
      await harness.say(MACHINE, 'state', state('F-3', 2));
      await kept(harness, 'F-3');
      assert.deepEqual([unreadable.length, idsOf(harness)], [1, ['F-3']]);
      assert.match(unreadable[0] ?? '', /F-2.*EQUIPMENT_UNKNOWN/);
    }),
  },
];
