import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EquipmentEvent } from '@plantway/canonical';
import { MachineHall } from '../src/machines/machine-hall.js';
import { Standstills } from '../src/machines/standstills.js';
import { estatePlants } from '../src/plants/estate-plant.js';

export const BEGIN = Date.parse('2026-11-22T08:00:00Z');
export const HOUR = 3_600_000;
const [PLANT] = estatePlants();

/** The machines of BER1 with a journal of their own, and a clock that the test moves. */
export class HallStand {
  readonly standstills = new Standstills(PLANT, 1);
  hall!: MachineHall;
  private readonly folder = mkdtempSync(join(tmpdir(), 'hall-'));

  static async open(): Promise<HallStand> {
    const stand = new HallStand();
    await stand.start();
    return stand;
  }

  /** From `BEGIN` on, in steps. */
  async advance(hours: number, stepMs: number, from = BEGIN): Promise<void> {
    for (let time = from; time <= from + hours * HOUR; time += stepMs) await this.hall.advance(time);
  }

  /** Everything said that the broker has not got, in order. */
  said(): Promise<readonly EquipmentEvent[]> {
    return this.hall.next(1_000_000);
  }

  async restart(): Promise<void> {
    await this.hall.close();
    await this.start();
  }

  async close(): Promise<void> {
    await this.hall.close();
    rmSync(this.folder, { recursive: true });
  }

  private async start(): Promise<void> {
    this.hall = await MachineHall.open({ plant: PLANT, seed: 1, folder: this.folder, now: () => new Date(BEGIN), say: () => undefined, standstills: this.standstills, microStopBelowSeconds: 120 });
  }
}
