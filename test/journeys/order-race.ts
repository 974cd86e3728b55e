import { WORK_ORDER_CHANGES, type WorkOrderChangeVerb } from '@plantway/canonical';
import { SeededRandom } from '@plantway/simulation';

/** What a clerk does on a screen of the ERP. */
export const ERP_VERBS = ['hold', 'resume', 'cancel', 'close', 'changeQuantity', 'changeDate', 'confirm'] as const;
export type ErpVerb = (typeof ERP_VERBS)[number];
/** What the MES says to all that it is given after the start. */
export const MES_ANSWERS = ['accepted', 'partly', 'refused'] as const;
export type MesAnswer = (typeof MES_ANSWERS)[number];
/** What happens to an order: a clerk at the ERP, a planner at the gateway, two reports of the MES about what was made and one about what was used, and that it begins to answer. */
export type RaceStep = 'erp' | 'gateway' | 'answer' | 'report' | 'material';

/** One order that both sides change while the MES reports. */
export interface OrderRace {
  readonly workOrderId: string;
  readonly erp: ErpVerb;
  readonly gateway: WorkOrderChangeVerb;
  readonly answer: MesAnswer;
  /** The ERP holds it when the race begins: otherwise there is nothing to resume. */
  readonly isHeld: boolean;
  /** One after the other; the steps of one turn happen at once. */
  readonly turns: readonly (readonly RaceStep[])[];
}

/** Every verb of the ERP against every verb of the gateway, in an order of steps that the seed decides. Three seeds after one another have every pair meet every answer of the MES. */
export function racesOf(seed: number): readonly OrderRace[] {
  const random = new SeededRandom(seed);
  const pairs = ERP_VERBS.flatMap((erp) => WORK_ORDER_CHANGES.map((gateway) => ({ erp, gateway })));
  return pairs.map(({ erp, gateway }, index) => ({
    workOrderId: `WO-R${String(index + 1).padStart(3, '0')}`, erp, gateway, answer: MES_ANSWERS[(index + seed) % MES_ANSWERS.length],
    isHeld: erp === 'resume' || (gateway === 'resume' && erp !== 'hold'),
    turns: turnsOf(shuffled(['erp', 'gateway', 'report', 'answer', 'report', 'material'], random), random),
  }));
}

export function shuffled<T>(all: readonly T[], random: SeededRandom): readonly T[] {
  const left = [...all];
  return all.map(() => left.splice(random.between(0, left.length - 1), 1)[0]);
}

/** A step happens together with the one before it as often as not. */
function turnsOf(steps: readonly RaceStep[], random: SeededRandom): readonly (readonly RaceStep[])[] {
  return steps.reduce<readonly (readonly RaceStep[])[]>((turns, step) => (turns.length > 0 && random.next() < 0.5 ? [...turns.slice(0, -1), [...turns.at(-1)!, step]] : [...turns, [step]]), []);
}
