import type { EquipmentEvent } from '@plantway/canonical';
import { bodyCheckOf } from '@plantway/http';
import type { EquipmentEventAnswer, EquipmentEventSink } from '@plantway/ports';
import { EquipmentEventDto } from './equipment-event.dto.js';
import { equipmentEventOf } from './equipment-event.mapper.js';

/** Takes events of machines in. Each is judged on its own: a bad one stops no other, and what is good is kept together. */
export class EquipmentIntake {
  private readonly check = bodyCheckOf(EquipmentEventDto);

  constructor(private readonly sink: EquipmentEventSink) {}

  /** One answer per event, in their order. @throws errors of the sink as they come: nothing was kept */
  async take(siteId: string, sourceSystem: string, events: readonly unknown[]): Promise<readonly EquipmentEventAnswer[]> {
    const judged = await Promise.all(events.map((event) => this.judge(event, siteId)));
    const kept = (await this.sink.take(siteId, sourceSystem, judged.flatMap((one) => ('outcome' in one ? [] : [one])))).values();
    return judged.map((one) => ('outcome' in one ? one : kept.next().value!));
  }

  private async judge(event: unknown, siteId: string): Promise<EquipmentEvent | (EquipmentEventAnswer & { readonly outcome: 'refused' })> {
    if (this.check.accepts(event)) return equipmentEventOf(event, siteId);
    const findings = await this.check.findings(event);
    if (findings.length === 0) return equipmentEventOf(event as EquipmentEventDto, siteId);
    return { eventId: idOf(event), outcome: 'refused', code: 'VALIDATION_FAILED', reason: findings.map(({ path, problem }) => `${path} ${problem}`).join('; ') };
  }
}

function idOf(event: unknown): string {
  const id: unknown = typeof event === 'object' && event !== null && 'eventId' in event ? event.eventId : undefined;
  return typeof id === 'string' && id.length <= 64 ? id : '';
}
