import { describe, expect, it } from '@jest/globals';
import { CUSTOMER_SCENARIOS, MAINTENANCE_SCENARIOS, PLANNING_SCENARIOS, QUALITY_SCENARIOS, SYSTEM_CONTRACT } from '@plantway/ports';
import type { SystemHarness, SystemScenario } from '@plantway/ports';
import type { SystemHarnesses } from './business-systems.harness.js';

const OF_FAMILY: { readonly [Family in keyof SystemHarnesses]: readonly SystemScenario<SystemHarnesses[Family]>[] } = {
  planning: PLANNING_SCENARIOS, maintenance: MAINTENANCE_SCENARIOS, customer: CUSTOMER_SCENARIOS, quality: QUALITY_SCENARIOS,
};

/** The harnesses of one scenario and what must be closed after it. */
export interface OpenHarnesses {
  readonly harnesses: SystemHarnesses;
  close(): Promise<void>;
}

export interface SystemContractRun {
  /** Names of scenarios that need something that these systems cannot be made to do, each with the reason. One that they can do after all is red. */
  readonly notTried?: Readonly<Record<string, string>>;
}

/** Runs the contract of the write and of the family under jest, each scenario on harnesses of its own. */
export function runSystemContract<Family extends keyof SystemHarnesses>(family: Family, binding: string, open: () => Promise<OpenHarnesses>, { notTried = {} }: SystemContractRun = {}): void {
  const all = [...SYSTEM_CONTRACT, ...OF_FAMILY[family]] as readonly SystemScenario<SystemHarness>[];
  const scenarios = all.map((scenario) => ({ ...scenario, title: `${scenario.group}: ${scenario.name}`, why: notTried[scenario.name] }));
  const judged = async ({ run }: SystemScenario<SystemHarness>): Promise<void> => {
    const { harnesses, close } = await open();
    try {
      await run(harnesses[family] as unknown as SystemHarness);
    } finally {
      await close();
    }
  };
  describe(`System contract of ${family}, ${binding}`, () => {
    it.each(scenarios.filter(({ why }) => why === undefined))('$title', async (scenario) => {
      await judged(scenario);
      expect.assertions(0); // a scenario asserts by throwing
    });
    const left = scenarios.filter(({ why }) => why !== undefined);
    if (left.length > 0) it.each(left)('NOT TRIED, $why: $title', (scenario) => expect(judged(scenario)).rejects.toThrow());
    if (left.length !== Object.keys(notTried).length) throw new Error('a scenario that is not tried is not in the contract');
  });
}
