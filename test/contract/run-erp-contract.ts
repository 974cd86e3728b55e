import { describe, expect, it } from '@jest/globals';
import { ERP_CONTRACT } from '@plantway/ports';
import type { ErpHarness, ErpScenario } from '@plantway/ports';

/** A harness of one scenario and what must be closed after it. */
export interface ClosableHarness extends ErpHarness {
  close(): Promise<void>;
}

/** Runs every scenario of the ERP contract under jest, or those of some groups, each on a harness of its own. */
export function runErpContract(binding: string, openHarness: () => Promise<ClosableHarness>, groups?: readonly ErpScenario['group'][]): void {
  describe(`ERP contract, ${binding}`, () => {
    it.each(ERP_CONTRACT.filter(({ group }) => groups?.includes(group) ?? true).map((scenario) => ({ ...scenario, title: `${scenario.group}: ${scenario.name}` })))('$title', async (scenario) => {
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
