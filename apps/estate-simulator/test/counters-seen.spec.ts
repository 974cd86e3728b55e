import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Observation } from '@plantway/truth-ledger';
import { CounterTeller } from '../src/ledger/counter-teller.js';
import { CounterWatch } from '../src/machines/counter-watch.js';
import type { ShownCounter } from '../src/machines/counter-watch.js';
import { BEGIN, HallStand, HOUR } from './hall-stand.js';

describe('what is seen at the gateway of the counters of the machines', () => {
  let stand: HallStand;
  let watch: CounterWatch;
  let asked: string[];
  beforeEach(async () => {
    stand = await HallStand.open();
    watch = new CounterWatch(stand.hall);
    asked = [];
    await stand.hall.advance(BEGIN);
  });
  afterEach(() => stand.close());

  /** The gateway has every reading; `late` are machines of which it has none yet. */
  const look = (late: readonly string[] = []): Promise<void> => watch.look((equipmentId) => {
    asked.push(equipmentId);
    const counters = ['produced', 'scrap'].map((counterId): ShownCounter => ({ counterId, total: { value: String(asked.length), unit: 'H87' }, takenAt: stand.hall.lastReadings.get(`${equipmentId}|${counterId}`)! }));
    return Promise.resolve(late.includes(equipmentId) ? [] : counters);
  });

  it('is looked at after each reading, until the gateway shows it', async () => {
    await look(['WU-10-C']);
    expect(new Set(asked).size).toBe(12);
    await look(['WU-10-C']);
    expect(asked.slice(12)).toEqual(['WU-10-C']);
    await look();
    await look();
    expect(asked.slice(13)).toEqual(['WU-10-C']);

    await stand.hall.advance(BEGIN + 6 * HOUR); // over a change of shift: every other machine begins its counters anew
    await look();

    expect(new Set(asked.slice(14).map((unit) => unit.at(-1)))).toEqual(new Set(['A', 'C']));
    expect(watch.seen).toHaveLength(24);
  });

  it('is told to the ledger when it is new, and all of it again when the ledger has not heard all of it', async () => {
    const teller = new CounterTeller(watch);
    let heard = 5; // of an estate before
    const tell = async (): Promise<readonly Observation[]> => teller.tell(() => heard);
    await look();

    const first = await tell();
    heard += first.length;
    expect([first[0].source, ...first.map(({ sequence }) => sequence)]).toEqual(['gateway:BER1:counters', ...Array.from({ length: 24 }, (_unused, place) => 6 + place)]);
    expect(await tell()).toEqual([]);

    await stand.hall.advance(BEGIN + 6 * HOUR);
    await look();
    const changed = await tell();
    expect(changed).toHaveLength(12);
    expect(await tell()).toHaveLength(24); // what was told was not heard
  });
});
