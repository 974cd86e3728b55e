import type { Money, Quantity } from '@plantway/canonical';
import { BERLIN, demoPlant } from '../src/demo/demo-plant.js';
import type { Confirm, ErpCommand } from '../src/engine/erp-command.js';
import { ErpEngine } from '../src/engine/erp-engine.js';
import type { EnteredActivity } from '../src/engine/documents.js';
import type { PlantData, PlantItem } from '../src/engine/plant-data.js';

export const AT = '2026-11-22T08:00:00.000Z';
export const TODAY = '2026-11-22';
const DEMO = demoPlant({ ...BERLIN, startsAt: new Date(AT), seed: 1 });

/** The demo plant with changes that a test names. An hour costs 60.00 at WC-10, 45.00 at WC-20, 54.00 at WC-30. */
export function plant(changes: Partial<PlantData> = {}): PlantData {
  return { ...DEMO, activityRates: { 'WC-10': euro('60.00'), 'WC-20': euro('45.00'), 'WC-30': euro('54.00') }, ...changes };
}

export function euro(amount: string): Money {
  return { amount, currency: 'EUR' };
}

export function engineOf(changes: Partial<PlantData> = {}): ErpEngine {
  return ErpEngine.replay([{ type: 'seedPlant', at: AT, plant: plant(changes) }]);
}

/** The items of the demo plant, one of them changed. */
export function itemsWith(itemId: string, changes: Partial<PlantItem>): readonly PlantItem[] {
  return plant().items.map((item) => (item.itemId === itemId ? { ...item, ...changes } : item));
}

export function pieces(value: string): Quantity {
  return { value, unit: 'H87' };
}

export function kilograms(value: string): Quantity {
  return { value, unit: 'KGM' };
}

export function minutes(activity: EnteredActivity['activity'], value: number): EnteredActivity {
  return { activity, seconds: String(value * 60) };
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

/** Everything the engine knows, as one text with a line for each value. */
export function snapshot(engine: ErpEngine): string {
  return JSON.stringify(engine.view, (_key, value: unknown) => (value instanceof Map ? [...value.entries()] : value), 1);
}

export function reversal(confirmationNumber: string): ErpCommand & { readonly type: 'reverse' } {
  return { type: 'reverse', at: AT, reference: 'undo', confirmationNumber, postingDate: TODAY };
}

/** Cost entries of an order as text: event, then "account object amount" for each line, a credit below zero. */
export function costRows(engine: ErpEngine, workOrderId = 'WO-1001'): readonly (readonly string[])[] {
  return engine.costEntries().filter((entry) => entry.workOrderId === workOrderId)
    .map(({ event, lines }) => [event, ...lines.map(({ account, object, debit, credit }) => `${account} ${object} ${credit === '0.00' ? debit : `-${credit}`}`)]);
}
