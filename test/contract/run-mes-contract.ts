import { describe, expect, it } from '@jest/globals';
import { MES_CONTRACT } from '@plantway/ports';
import type { MesHarness, MesScenario } from '@plantway/ports';

/** A harness of one scenario and what must be closed after it. */
export interface ClosableMesHarness extends MesHarness {
  close(): Promise<void>;
}

/** Thrown by the control of a MES that cannot be made to fail like this. */
export class FaultNotHad extends Error {
  override readonly name = 'FaultNotHad';
}

export interface MesContractRun {
  /** Scenarios that mean something here; all when left out. */
  readonly applies?: (scenario: MesScenario) => boolean;
  /** Names of scenarios that need a fault which this MES does not have, each with the reason. One that has it after all, and one that lacks it unnamed, are red. */
  readonly notTried?: Readonly<Record<string, string>>;
}

/** Runs the scenarios of the MES contract under jest, each on a harness of its own. */
export function runMesContract(binding: string, openHarness: () => Promise<ClosableMesHarness>, { applies = () => true, notTried = {} }: MesContractRun = {}): void {
  const scenarios = MES_CONTRACT.filter(applies).map((scenario) => ({ ...scenario, title: `${scenario.group}: ${scenario.name}`, why: notTried[scenario.name] }));
  const judged = async ({ run }: MesScenario): Promise<void> => {
    const harness = await openHarness();
    try {
      await run(harness);
    } finally {
      await harness.close();
    }
  };
  describe(`MES contract, ${binding}`, () => {
    it.each(scenarios.filter(({ why }) => why === undefined))('$title', async (scenario) => {
      await judged(scenario);
      expect.assertions(0); // a scenario asserts by throwing
    });
    const left = scenarios.filter(({ why }) => why !== undefined);
    if (left.length > 0) it.each(left)('NOT TRIED, $why: $title', (scenario) => expect(judged(scenario)).rejects.toThrow(FaultNotHad));
    if (left.length !== Object.keys(notTried).length) throw new Error('a scenario that is not tried is not in the contract');
  });
}
