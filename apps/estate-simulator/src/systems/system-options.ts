import type { EstatePlant } from '../plants/estate-plant.js';

/** What every business system of a site is opened with. */
export interface SystemOptions {
  readonly plant: EstatePlant;
  readonly seed: number;
  /** Where its journal lies. */
  readonly folder: string;
  /** Business time. */
  readonly now: () => Date;
  /** Told of what somebody at that system would want to know. */
  readonly say: (line: string) => void;
  /** There are new facts. */
  readonly onFact?: () => void;
}
