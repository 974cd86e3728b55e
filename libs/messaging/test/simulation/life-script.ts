import type { MessageKind } from '@plantway/canonical';
import type { Scheduler } from './scheduler.js';
import type { Wish } from './simulated-flows.js';

/** A message of a life before it is accepted. Those that it names come before it. */
export interface ScriptedMessage {
  readonly senderId: string;
  readonly messageId: string;
  readonly kind: MessageKind;
  readonly laneKey: string;
  readonly wish: Wish;
}

/** What messages come in a life: a few lanes, some of the messages in parts, in need of something, or taken back. */
export function scriptOf(scheduler: Scheduler): readonly ScriptedMessage[] {
  const lanes = scheduler.pick([1, 2, 2, 3]);
  const messages: ScriptedMessage[] = [];
  for (let index = 0; index < scheduler.pick([2, 3, 4, 5, 6]); index += 1) {
    messages.push(confirmation(scheduler, index, `lane ${Math.floor(scheduler.random() * lanes)}`, messages));
    if (scheduler.chance(0.25)) messages.push(reversalOf(scheduler, messages.at(-1)!));
  }
  return messages;
}

function confirmation(scheduler: Scheduler, index: number, laneKey: string, earlier: readonly ScriptedMessage[]): ScriptedMessage {
  const elsewhere = earlier.filter((message) => message.laneKey !== laneKey && message.kind === 'productionConfirmation');
  const partCount = scheduler.pick([1, 1, 1, 2, 3]);
  const parts = Array.from({ length: partCount }, (_, part) => ({
    partId: `part ${part + 1}`, amount: `${index}${part + 1}`,
    ...(scheduler.chance(0.1) && { period: 'closed' as const }), ...(scheduler.chance(0.08) && { lot: `lot ${index}` }), ...(scheduler.chance(0.08) && { isInvalid: true }),
  }));
  const wish: Wish = {
    parts, ...(scheduler.chance(0.15) && elsewhere.length > 0 && { after: scheduler.pick(elsewhere).messageId }),
    ...(scheduler.chance(0.1) && { condition: `condition ${index}` }), ...(scheduler.chance(0.06) && { needsApproval: true }),
  };
  return { senderId: `c${index}`, messageId: idOf(index, 1), kind: 'productionConfirmation', laneKey, wish };
}

/** A reversal stands in a lane of its own, or in that of its original: there it can only go when that one is finished. */
function reversalOf(scheduler: Scheduler, { senderId, messageId, laneKey }: ScriptedMessage): ScriptedMessage {
  return {
    senderId: `r${senderId}`, messageId: messageId.replace(/1$/, '2'), kind: 'confirmationReversal', laneKey: scheduler.chance(0.2) ? laneKey : `reversal of ${senderId}`,
    wish: { parts: [], takesBack: messageId },
  };
}

/** A message's id, the same in every life. */
function idOf(index: number, kind: number): string {
  return `00000000-0000-7000-8000-00000000${String(index).padStart(2, '0')}0${kind}`;
}
