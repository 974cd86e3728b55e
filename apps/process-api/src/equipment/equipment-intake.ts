import type { EquipmentEvent } from '@plantway/canonical';
import { bodyCheckOf } from '@plantway/http';
import { ClocksAhead, type EquipmentEventAnswer, type EquipmentEventSink } from '@plantway/ports';
import { EquipmentEventDto } from './equipment-event.dto.js';
import { equipmentEventOf } from './equipment-event.mapper.js';

/** Takes events of machines in. Each is judged on its own: a bad one stops no other, and what is good is kept together. */
export class EquipmentIntake {
  private readonly check = bodyCheckOf(EquipmentEventDto);
  private readonly clocks = new ClocksAhead();

  /** @param report told of a machine whose clock is ahead, once until it is right: who sends for it may not look at the answers */
  constructor(private readonly sink: EquipmentEventSink, private readonly report: (problem: string) => void) {}

  /** One answer per event, in their order. @throws errors of the sink as they come: nothing was kept */
  async take(siteId: string, sourceSystem: string, events: readonly unknown[]): Promise<readonly EquipmentEventAnswer[]> {
    const judged = await Promise.all(events.map((event) => this.judge(event, siteId)));
    const good = judged.flatMap((one) => ('outcome' in one ? [] : [one]));
    const answers = await this.sink.take(siteId, sourceSystem, good);
    answers.forEach((answer, place) => this.tell(good[place], answer, sourceSystem));
    const kept = answers.values();
    return judged.map((one) => ('outcome' in one ? one : kept.next().value!));
  }

  private tell(event: EquipmentEvent, answer: EquipmentEventAnswer, sourceSystem: string): void {
    if (this.clocks.isToBeTold(event, answer) && answer.code === 'CLOCK_AHEAD') this.report(`an event of ${event.siteId} from ${sourceSystem} is not kept: ${answer.code}: ${answer.reason}`);
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
