import type { EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer } from './equipment.port.js';

/** Machines whose clocks are ahead. A machine says many things a minute: of what is refused for its clock the first is told, and again only after something of it was accepted. */
export class ClocksAhead {
  private readonly machines = new Set<string>();

  /** Whether the answer to the event is a refusal that somebody should be told of. */
  isToBeTold({ siteId, equipmentId }: EquipmentEvent, answer: EquipmentEventAnswer): answer is Extract<EquipmentEventAnswer, { readonly outcome: 'refused' }> {
    const machine = `${siteId}\n${equipmentId}`;
    if (answer.outcome === 'accepted') this.machines.delete(machine);
    if (answer.outcome !== 'refused') return false;
    if (answer.code !== 'CLOCK_AHEAD') return true;
    const isNew = !this.machines.has(machine);
    this.machines.add(machine);
    return isNew;
  }
}
