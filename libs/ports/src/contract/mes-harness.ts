import type { JobOrderDispatch } from '@plantway/canonical';
import type { MesPort } from '../mes.port.js';

/** What the MES really keeps for a work order, read past the port: the judge of a scenario. */
export interface StandingJobOrders {
  readonly version: number;
  readonly reference: string;
  readonly operationIds: readonly string[];
  /** How often the MES took job orders of this work order. */
  readonly taken: number;
}

/** Faults of the MES. Each meets the next call, once. */
export interface MesControl {
  /** The MES does not take these job orders, and says why: the words that it will use, its own when it cannot be told. */
  refuseNext(reason: string): Promise<string>;
  throttleNext(seconds: number): Promise<void>;
  /** The MES does not serve now, and says for how long: the seconds that it will say, its own when it cannot be told. */
  outageNext(seconds: number): Promise<number>;
  /** The next dispatch is taken, and its answer never comes. */
  loseNextAnswer(): Promise<void>;
  /** The next dispatch is lost on the way: nothing is taken, no answer comes. */
  loseNextRequest(): Promise<void>;
  /** The next dispatch is taken, and its answer breaks off in the middle. */
  breakNextAnswer(): Promise<void>;
  /** The next call meets a page that a proxy made; nothing is taken. */
  answerNextWithPage(): Promise<void>;
}

/** One MES, empty, behind the port that is judged. Every scenario gets its own. */
export interface MesHarness {
  readonly mes: MesPort;
  readonly siteId: string;
  readonly control: MesControl;
  /** All job orders of a work order that the MES has never heard of, in version 1: two operations. Every call names another work order. */
  readonly newDispatch: () => JobOrderDispatch;
  /** The MES counts so many good pieces of an operation that it has, which nobody has reported. */
  counts(workOrderId: string, operationId: string, pieces: string): Promise<void>;
  readonly standing: (workOrderId: string) => Promise<StandingJobOrders | undefined>;
  /** The same port, bound to an address where nobody listens. */
  unreachable(): MesPort;
  /** The same port, bound with a secret that the MES refuses. */
  withoutAccess(): MesPort;
}

/** One sentence about any MES, with the code that makes it true or throws. */
export interface MesScenario {
  readonly group: 'capabilities' | 'dispatching' | 'totals' | 'refusals' | 'faults' | 'doubt';
  readonly name: string;
  /** Means something only where job orders are sent over a network. */
  readonly needs?: 'push';
  run(harness: MesHarness): Promise<void>;
}
