import { EQUIPMENT_LISTENING_SCENARIOS } from './contract/equipment-listening.contract.js';
import type { EquipmentScenario } from './contract/equipment-harness.js';

export type { EquipmentHarness, EquipmentScenario, JudgingSink } from './contract/equipment-harness.js';

/** The contract of `EquipmentPort` as data: every backend runs it under any runner; one behind a broker that acknowledges by itself runs what does not need `endToEnd`. */
export const EQUIPMENT_CONTRACT: readonly EquipmentScenario[] = EQUIPMENT_LISTENING_SCENARIOS;
