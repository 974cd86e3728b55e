import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoPlantSources, startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import type { MesFact } from '../src/mes/mes-fact.js';
import { MES_PLANTS } from '../src/mes/mes-plant.js';
import { Mes } from '../src/mes/mes.js';
import { SimulatedGateway } from './simulated-gateway.js';

/** The first order of each plant. */
export const LEFT_TO_PEOPLE: readonly string[] = ['WO-1001', 'WO-2001'];
const BEGIN = '2026-11-22T08:00:00Z';
const STEP_MS = 600_000;

export interface MesHabits {
  readonly seed?: number;
  readonly mistakeShare?: number;
  readonly refusalShare?: number;
  readonly apartShare?: number;
}

/** A MES between the real ERP engine and a gateway that is simple, with a clock that the test moves. */
export class MesStand {
  readonly folder = mkdtempSync(join(tmpdir(), 'mes-'));
  /** What it told a shift lead. */
  readonly said: string[] = [];
  facts: MesFact[] = [];
  private opened: { readonly mes: Mes; readonly gateway: SimulatedGateway } | undefined;

  private constructor(readonly erp: SimulatedErp, private readonly clock: { now: Date }) {}

  static async open(siteId: string, habits: MesHabits = {}): Promise<MesStand> {
    const clock = { now: new Date(BEGIN) };
    const erp = await startSimulatedErp({ now: () => clock.now, plants: demoPlantSources(1) });
    const stand = new MesStand(erp, clock);
    await stand.resume(siteId, habits, new SimulatedGateway(erp, siteId));
    return stand;
  }

  get now(): Date {
    return this.clock.now;
  }
  set now(instant: Date) {
    this.clock.now = instant;
  }
  get mes(): Mes {
    return this.opened!.mes;
  }
  get gateway(): SimulatedGateway {
    return this.opened!.gateway;
  }

  /** From the book on disk, at the same gateway. */
  async resume(siteId: string, { seed = 1, mistakeShare = 0.1, refusalShare = 0, apartShare = 0.5 }: MesHabits = {}, gateway = this.gateway): Promise<void> {
    const mes = await Mes.open({
      plant: MES_PLANTS.find((plant) => plant.siteId === siteId)!, seed, mistakeShare, refusalShare, apartShare, folder: this.folder, now: () => this.now, leaveAlone: LEFT_TO_PEOPLE, say: (line) => this.said.push(line),
      onFact: (fact) => this.facts.push(fact),
    });
    this.opened = { mes, gateway };
    await mes.begin();
  }

  /** Released orders that are not left to people. */
  async released(): Promise<readonly string[]> {
    return (await this.gateway.released()).filter((workOrderId) => !LEFT_TO_PEOPLE.includes(workOrderId));
  }

  /** All released orders reach the MES. */
  async handOver(): Promise<void> {
    if (this.mes.plant.style === 'pull') return this.mes.pull(this.gateway);
    for (const workOrderId of await this.gateway.released()) await this.mes.push(`ref-${workOrderId}`, workOrderId, 1, await this.gateway.dispatch(workOrderId));
  }

  /** The plant works for some hours, in steps of ten business minutes, and says what it did. */
  async workFor(hours: number): Promise<void> {
    const { mes, gateway } = this;
    for (let time = 0; time < hours * 3_600_000; time += STEP_MS) {
      await mes.lookAtMaterial(gateway);
      await mes.work();
      await mes.send(gateway);
      await mes.followOutcomes(gateway);
      this.now = new Date(this.now.getTime() + STEP_MS);
    }
    await mes.work();
    await mes.send(gateway);
  }

  /** Orders that the MES should have made and has not. */
  unfinished(): readonly string[] {
    return [...this.mes.floor.state.orders.values()].filter(({ isDone, workOrderId }) => !isDone && !LEFT_TO_PEOPLE.includes(workOrderId)).map(({ workOrderId }) => workOrderId);
  }

  async close(): Promise<void> {
    await this.mes.close();
    await this.erp.close();
    rmSync(this.folder, { recursive: true });
  }
}
