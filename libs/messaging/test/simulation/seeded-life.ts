import { SimulatedLife, type LifeOptions, type LifeReport } from './simulated-life.js';

/** What kind of life a seed stands for: of ten, six over an ERP that enforces nothing, two over one that enforces its references, and one of each with pauses longer than is allowed. */
export function optionsOf(seed: number): LifeOptions {
  const place = seed % 10;
  return { guarantee: place < 6 || place === 8 ? 'R' : 'K', pauses: place < 8 ? 'allowed' : 'long' };
}

/** Lives the life of a seed. */
export function liveSeed(seed: number): Promise<LifeReport> {
  return new SimulatedLife(seed, optionsOf(seed)).live();
}
