import type { PlantSource } from '../plant-register.js';
import { BERLIN } from './berlin.js';
import { CHICAGO } from './chicago.js';
import type { DemoPlant } from './demo-plant-definition.js';
import { demoPlant } from './demo-plant.js';

/** The demo plants, each with a file in `sites/`. */
export const DEMO_PLANTS: readonly DemoPlant[] = [BERLIN, CHICAGO];

/** What a plant that is like another one says differently. Amounts of money stay the same numbers. */
export interface PlantLikeness {
  readonly siteId: string;
  /** IANA zone. */
  readonly timeZone?: string;
  /** ISO 4217. */
  readonly currency?: string;
}

/** A plant with the items, orders and stock of another one under a name of its own. Order numbers are the same: they are unique within a plant. */
export function demoPlantLike(base: DemoPlant, { siteId, timeZone = base.timeZone, currency = base.currency }: PlantLikeness): DemoPlant {
  return { ...base, siteId, timeZone, currency };
}

/** The demo plants as an ERP opens them. The same seed gives each plant the same data. */
export function demoPlantSources(seed: number, plants: readonly DemoPlant[] = DEMO_PLANTS): readonly PlantSource[] {
  return plants.map((plant) => ({ siteId: plant.siteId, data: (startsAt: Date) => demoPlant({ ...plant, startsAt, seed }) }));
}
