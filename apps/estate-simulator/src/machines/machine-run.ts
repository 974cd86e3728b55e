/** A run of the floor as its machine sees it. Times are business milliseconds. */
export interface MachineRun {
  readonly unit: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly pieces: number;
  readonly setUpMs: number;
  readonly startedAt: number;
  /** Standstills of the machine included. */
  readonly finishesAt: number;
}

/** Hears what runs at the machines, in the order in which it happens. */
export interface RunWatcher {
  begun(run: MachineRun): void;
  /** The run at the machine is over, at its end or before it. */
  ended(unit: string, at: number, scrapped: number): void;
}
