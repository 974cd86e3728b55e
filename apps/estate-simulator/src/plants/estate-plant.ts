import { DEMO_PLANTS, demoPlantLike } from '@plantway/simulation';
import type { DemoPlant } from '@plantway/simulation';
import type { Shift } from '@plantway/canonical';
import { MES_PLANTS } from '../mes/mes-plant.js';
import type { MesPlant } from '../mes/mes-plant.js';
import { CUSTOMERS } from './customers.js';
import type { PlantCustomer } from './customers.js';

/** How the machines of a plant behave; all of business time. */
export interface MachineHabits {
  /** Mean time between failures of one machine, hours. */
  readonly hoursBetweenFailures: number;
  /** Mean time to repair, minutes: a failure lasts half of it to one and a half times as long. */
  readonly minutesToRepair: number;
  /** Mean time between micro-stops of one machine, minutes. */
  readonly minutesBetweenMicroStops: number;
  /** Fault codes of the machines' makers. */
  readonly faultCodes: readonly string[];
  /** Shift in which the last machine of each work center is switched off. */
  readonly shortShiftId: string;
  /** Counters that roll over at this number; the others begin anew at each change of shift. */
  readonly rollsOverAt: number;
}

/** One plant as the estate plays it: what its ERP, its MES, its machines and its customers are. */
export interface EstatePlant {
  readonly siteId: string;
  /** Master data and orders of the ERP. */
  readonly demo: DemoPlant;
  readonly mes: MesPlant;
  readonly timeZone: string;
  /** Wall clock `HH:mm` at which a production day begins. */
  readonly dayStartsAt: string;
  readonly shifts: readonly Omit<Shift, 'name'>[];
  readonly machines: MachineHabits;
  readonly customers: readonly PlantCustomer[];
}

/** A plant beside the demo plants: like one of them, under another name. */
export interface FurtherPlant {
  readonly siteId: string;
  /** Site of the demo plant. */
  readonly like: string;
  readonly timeZone?: string;
  readonly currency?: string;
}

const BERLIN_SHIFTS = [{ shiftId: 'early', startsAt: '06:00', endsAt: '14:00' }, { shiftId: 'late', startsAt: '14:00', endsAt: '22:00' }, { shiftId: 'night', startsAt: '22:00', endsAt: '06:00' }];
const CHICAGO_SHIFTS = [{ shiftId: 'first', startsAt: '06:00', endsAt: '14:30' }, { shiftId: 'second', startsAt: '14:30', endsAt: '23:00' }, { shiftId: 'third', startsAt: '23:00', endsAt: '06:00' }];
const HABITS = { hoursBetweenFailures: 12, minutesToRepair: 30, minutesBetweenMicroStops: 90, rollsOverAt: 65_536 };

const DETAILS: Readonly<Record<string, Pick<EstatePlant, 'shifts' | 'machines'>>> = {
  BER1: { shifts: BERLIN_SHIFTS, machines: { ...HABITS, faultCodes: ['E-MECH', 'E-ELEC', 'E-FEED'], shortShiftId: 'night' } },
  CHI1: { shifts: CHICAGO_SHIFTS, machines: { ...HABITS, faultCodes: ['E-MECH', 'E-ELEC', 'E-FEED'], shortShiftId: 'third' } },
};

/**
 * The demo plants, and those that are like them.
 * @throws RangeError when a further plant is like none, or has the name of another
 */
export function estatePlants(further: readonly FurtherPlant[] = []): readonly EstatePlant[] {
  const plants = [...DEMO_PLANTS.map(({ siteId }) => estatePlant({ siteId, like: siteId })), ...further.map(estatePlant)];
  const twice = plants.find(({ siteId }, place) => plants.findIndex((plant) => plant.siteId === siteId) < place);
  if (twice !== undefined) throw new RangeError(`There are two plants ${twice.siteId}.`);
  return plants;
}

function estatePlant({ siteId, like, timeZone, currency }: FurtherPlant): EstatePlant {
  const base = DEMO_PLANTS.find((plant) => plant.siteId === like);
  const mes = MES_PLANTS.find((plant) => plant.siteId === like);
  if (base === undefined || mes === undefined) throw new RangeError(`There is no demo plant ${like}; there are ${DEMO_PLANTS.map((plant) => plant.siteId).join(' and ')}.`);
  const demo = demoPlantLike(base, { siteId, ...(timeZone === undefined ? {} : { timeZone }), ...(currency === undefined ? {} : { currency }) });
  return { siteId, timeZone: demo.timeZone, dayStartsAt: '06:00', ...DETAILS[like], customers: CUSTOMERS[like], demo, mes: { ...mes, siteId, timeZone: demo.timeZone } };
}
