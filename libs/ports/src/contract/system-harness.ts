import type { DeliveryReceipt } from '../delivery.port.js';
import type { SystemCode } from '../system-code.js';
import type { SystemPort } from '../system.port.js';

/** Faults of the system. Each meets the next call, once. */
export interface SystemControl {
  /** The system does not take the next write, and says why: the words that it will use, its own when it cannot be told. */
  refuseNext(reason: string): Promise<string>;
  /** The system asks for fewer requests, and says for how long to stay away: the seconds that it will say, its own when it cannot be told. */
  throttleNext(seconds: number): Promise<number>;
  /** The system does not serve now: the seconds that it will say, as above. */
  outageNext(seconds: number): Promise<number>;
  /** The next write is taken, and its answer never comes. */
  loseNextAnswer(): Promise<void>;
  /** The next write is lost on the way: nothing is taken, no answer comes. */
  loseNextRequest(): Promise<void>;
  /** The next write is taken, and its answer breaks off in the middle. */
  breakNextAnswer(): Promise<void>;
  /** The next call meets a page that a proxy made; nothing is taken. */
  answerNextWithPage(): Promise<void>;
}

/** One system, behind the port that is judged. Every scenario gets its own. */
export interface SystemHarness<Command = unknown, Receipt extends DeliveryReceipt = DeliveryReceipt, Port extends SystemPort<Command, Receipt> = SystemPort<Command, Receipt>> {
  readonly family: SystemCode;
  readonly system: Port;
  readonly siteId: string;
  readonly control: SystemControl;
  /** Something that the system takes and has never heard of; every call names another object. */
  readonly newCommand: () => Command;
  /** How often the system took something under `reference`, read past the port: the judge of a scenario. */
  readonly taken: (reference: string) => Promise<number>;
  /** The same port, bound to an address where nobody listens. */
  readonly unreachable: () => Port;
  /** The same port, bound with a key that the system refuses. */
  readonly withoutAccess: () => Port;
}

/** One sentence about systems, with the code that makes it true or throws. */
export interface SystemScenario<Harness extends SystemHarness = SystemHarness> {
  readonly group: 'capabilities' | 'writing' | 'refusals' | 'faults' | 'doubt' | 'reading';
  readonly name: string;
  run(harness: Harness): Promise<void>;
}
