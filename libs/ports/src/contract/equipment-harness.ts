import type { EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer, EquipmentPort } from '../equipment.port.js';

/** Keeps what it is given, and can be made to fail or to hesitate. */
export interface JudgingSink {
  take(siteId: string, sourceSystem: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]>;
  /** What was kept, in the order in which it was. */
  readonly kept: readonly EquipmentEvent[];
  /** How often it was asked to keep the event. */
  timesAsked(eventId: string): number;
  /** The next batch is not kept: the way to the disk is cut. */
  failNext(): void;
  /** The way to the disk is cut until the function that it answers is called: every attempt fails. */
  cut(): () => void;
  /** Nothing is kept until the function that it answers is called: attempts hesitate. */
  hold(): () => void;
  /** Says no to the event. */
  refuse(eventId: string): void;
}

/** One site with its machines behind the port that is judged. Every scenario gets its own. */
export interface EquipmentHarness {
  readonly equipment: EquipmentPort;
  readonly siteId: string;
  readonly sink: JudgingSink;
  /** A machine says something, at `{equipmentId}/{type}`, again and again until it is acknowledged; resolves then. */
  say(equipmentId: string, type: string, content: string | object): Promise<void>;
  /** Waits until `condition` is true. */
  until(condition: () => boolean | Promise<boolean>): Promise<void>;
}

/** One sentence about any equipment backend, with the code that makes it true or throws. */
export interface EquipmentScenario {
  readonly group: 'capabilities' | 'listening' | 'acknowledgement' | 'faults';
  readonly name: string;
  /** Means something only where the machine itself waits until its event is kept, not a broker between. */
  readonly needs?: 'endToEnd';
  run(harness: EquipmentHarness): Promise<void>;
}
