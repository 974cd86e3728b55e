import type { PlantSource } from '../plant-register.js';
import { BERLIN } from './berlin.js';
import { CHICAGO } from './chicago.js';
import type { DemoPlant } from './demo-plant-definition.js';
import { demoPlant } from './demo-plant.js';

/** The demo plants, each with a file in `sites/`. */
export const DEMO_PLANTS: readonly DemoPlant[] = [BERLIN, CHICAGO];

/** The demo plants as an ERP opens them. The same seed gives each plant the same data. */
export function demoPlantSources(seed: number): readonly PlantSource[] {
  return DEMO_PLANTS.map((plant) => ({ siteId: plant.siteId, data: (startsAt: Date) => demoPlant({ ...plant, startsAt, seed }) }));
}
