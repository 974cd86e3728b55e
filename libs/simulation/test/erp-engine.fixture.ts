import { BERLIN, demoPlant } from '../src/demo/demo-plant.js';
import type { Confirm, ErpCommand } from '../src/engine/erp-command.js';
import { ErpEngine } from '../src/engine/erp-engine.js';
import type { PlantData } from '../src/engine/plant-data.js';

export const AT = '2026-11-22T08:00:00.000Z';
export const TODAY = '2026-11-22';

/** The demo plant with changes that a test names. */
export function plant(changes: Partial<PlantData> = {}): PlantData {
  return { ...demoPlant({ ...BERLIN, startsAt: new Date(AT), seed: 1 }), ...changes };
}

export function engineOf(changes: Partial<PlantData> = {}): ErpEngine {
  return ErpEngine.replay([{ type: 'seedPlant', at: AT, plant: plant(changes) }]);
}

export function pieces(value: string): { readonly value: string; readonly unit: string } {
  return { value, unit: 'H87' };
}

let references = 0;

/** A confirmation of WO-1001 operation 0010 with the named fields changed. */
export function confirmation(changes: Partial<Confirm> = {}): Confirm {
  references += 1;
  return {
    type: 'confirm', at: AT, reference: `ref-${references}`, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', postingDate: TODAY, yield: pieces('0'), scrap: [],
    producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities: [], ...changes,
  };
}

/** The result of a command that must be accepted. */
export function posted<C extends ErpCommand>(engine: ErpEngine, command: C) {
  const outcome = engine.apply(command);
  if (!outcome.posted) throw new Error(`${command.type} was refused: ${outcome.code} ${outcome.message}`);
  return outcome.result;
}

/** The code with which a command is refused. */
export function refused(engine: ErpEngine, command: ErpCommand): string {
  const outcome = engine.apply(command);
  if (outcome.posted) throw new Error(`${command.type} was posted`);
  return outcome.code;
}

/** Everything the engine knows, as plain comparable data. */
export function snapshot(engine: ErpEngine): unknown {
  return JSON.parse(JSON.stringify(engine.view, (_key, value: unknown) => (value instanceof Map ? [...value.entries()] : value)));
}
