import type { EquipmentEvent } from '@plantway/canonical';
import type { Clock, EquipmentEventSink, EquipmentPort, EquipmentStanding } from '@plantway/ports';
import { equipmentEventIn, UnreadableMessage } from './equipment-message.js';
import type { MachineMessages, MessageLine } from './machine-messages.js';
import { SiteInbox } from './site-inbox.js';

/** Its name in the file of a site, and the source system of what comes by it. */
export const EQUIPMENT_MQTT = 'equipment-mqtt';

/** Machines that publish over MQTT 3.1.1 with QoS 1. */
export class EquipmentMqttBackend implements EquipmentPort {
  private readonly lines = new Map<string, { readonly line: MessageLine; readonly inbox: SiteInbox }>();
  private readonly heard = new Map<string, Map<string, Omit<EquipmentStanding, 'isConnected'>>>();

  /** @param report told when what machines say cannot be kept, once of each reason until it can */
  constructor(private readonly messages: MachineMessages, private readonly clock: Pick<Clock, 'sleep'>, private readonly report: (problem: string) => void) {}

  async capabilities(siteId: string): ReturnType<EquipmentPort['capabilities']> {
    return { backend: EQUIPMENT_MQTT, protocol: 'MQTT 3.1.1', isConnected: this.isConnected(siteId) };
  }

  async standings(siteId: string): Promise<readonly EquipmentStanding[]> {
    const isConnected = this.isConnected(siteId);
    return [...(this.heard.get(siteId)?.values() ?? [])].map((standing) => ({ ...standing, isConnected }));
  }

  async listen(siteId: string, sink: EquipmentEventSink, onUnreadable: (topic: string, reason: string) => void): Promise<{ close(): Promise<void> }> {
    const inbox = new SiteInbox({
      siteId, sourceSystem: EQUIPMENT_MQTT, sink, clock: this.clock, onLost: ({ equipmentId, type, eventId }, reason) => onUnreadable(`plantway/${siteId}/equipment/${equipmentId}/${type}`, `event ${eventId}: ${reason}`),
      onTrouble: (reason) => this.report(`what machines of ${siteId} say is not kept, and is tried again: ${reason}`),
    });
    const line = await this.messages.receive(siteId, async (topic, payload) => {
      const event = readOrTell(siteId, topic, payload, onUnreadable);
      if (event === undefined) return; // it will never be readable: sending it again would stop its machine for ever
      if (await inbox.take(event)) this.hear(event);
    });
    this.lines.set(siteId, { line, inbox });
    return {
      close: async () => {
        this.lines.delete(siteId);
        await Promise.all([inbox.close(), line.close()]);
      },
    };
  }

  /** Whether what a machine says now would be kept. */
  private isConnected(siteId: string): boolean {
    const open = this.lines.get(siteId);
    return open !== undefined && open.line.isConnected() && !open.inbox.isInTrouble;
  }

  private hear(event: EquipmentEvent): void {
    if (event.type !== 'state') return;
    const { siteId, equipmentId, state, occurredAt } = event;
    const site = this.heard.get(siteId) ?? new Map<string, Omit<EquipmentStanding, 'isConnected'>>();
    this.heard.set(siteId, site);
    const before = site.get(equipmentId);
    if (before === undefined || (before.state !== state && before.since <= occurredAt)) site.set(equipmentId, { equipmentId, state, since: occurredAt });
  }
}

function readOrTell(siteId: string, topic: string, payload: Buffer, onUnreadable: (topic: string, reason: string) => void): EquipmentEvent | undefined {
  try {
    return equipmentEventIn(siteId, topic, payload);
  } catch (error) {
    if (!(error instanceof UnreadableMessage)) throw error;
    onUnreadable(topic, error.message);
    return undefined;
  }
}
