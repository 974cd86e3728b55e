import type { Consumption } from '@plantway/canonical';
import type { FloorOperation, FloorOrder } from './floor-order.js';

/** Pieces under way at a machine. Times are business milliseconds. */
export interface Run {
  readonly order: FloorOrder;
  readonly operation: FloorOperation;
  readonly workCenterId: string;
  /** The machine. */
  readonly unit: string;
  readonly person: string;
  /** Pieces taken from the operation before. */
  readonly fresh: number;
  /** Pieces worked again. */
  readonly reworked: number;
  readonly setUpMs: number;
  readonly startedAt: number;
  readonly finishesAt: number;
  /** Reported material, reserved under `reservation`. */
  readonly consumptions: readonly Consumption[];
  readonly reservation: string;
}
