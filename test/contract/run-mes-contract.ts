import { describe, expect, it } from '@jest/globals';
import { MES_CONTRACT } from '@plantway/ports';
import type { MesHarness, MesScenario } from '@plantway/ports';

/** A harness of one scenario and what must be closed after it. */
export interface ClosableMesHarness extends MesHarness {
  close(): Promise<void>;
}

/** Runs the scenarios of the MES contract under jest, each on a harness of its own. */
export function runMesContract(binding: string, openHarness: () => Promise<ClosableMesHarness>, applies: (scenario: MesScenario) => boolean = () => true): void {
  describe(`MES contract, ${binding}`, () => {
    it.each(MES_CONTRACT.filter(applies).map((scenario) => ({ ...scenario, title: `${scenario.group}: ${scenario.name}` })))('$title', async (scenario) => {
      const harness = await openHarness();
      try {
        await scenario.run(harness);
      } finally {
        await harness.close();
      }
      expect.assertions(0); // a scenario asserts by throwing
    });
  });
}
