import type { EquipmentEvent, EquipmentState, Instant } from '@plantway/canonical';

/** What the machines of a site say now, as their gateway last heard it. */
export interface EquipmentStanding {
  readonly equipmentId: string;
  readonly state: EquipmentState;
  readonly since: Instant;
  readonly isConnected: boolean;
}

/** Takes what machines said. Resolves when it is on disk; the sender acknowledges only then, and sends again what was not. */
export interface EquipmentEventSink {
  /**
   * Keeps the events, each once, whatever was kept of them before.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`, `PROCESS_UNAVAILABLE`: nothing was kept, send the same again
   * @returns one answer per event, in their order: kept, known already, or refused with a code of the error catalogue
   */
  take(siteId: string, sourceSystem: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]>;
}

export type EquipmentEventAnswer =
  | { readonly eventId: string; readonly outcome: 'accepted' | 'repeated' }
  | { readonly eventId: string; readonly outcome: 'refused'; readonly code: string; readonly reason: string };

/** What Plantway needs from the machines of a site, whatever protocol they speak. */
export interface EquipmentPort {
  capabilities(siteId: string): Promise<{ readonly backend: string; readonly protocol: string; readonly isConnected: boolean }>;
  /** Last state of every machine that said something since the connection was made. */
  standings(siteId: string): Promise<readonly EquipmentStanding[]>;
  /** Hands every event to `sink` and acknowledges it to the machine only after that, in the order of each machine, until `close`. What cannot be read is told to `onUnreadable` and acknowledged. */
  listen(siteId: string, sink: EquipmentEventSink, onUnreadable: (topic: string, reason: string) => void): Promise<{ close(): Promise<void> }>;
}
