import type { DeliveryMessage, RelatedMessage, RelatedMessages } from '@plantway/ports';
import { isStanding } from '../confirm-production/message-states.js';

/**
 * The last word about the same thing that came later and was carried out before, because the message stood beside its lane meanwhile: where the last state wins, the message must not undo it. Undefined when nothing has
 * got ahead of it.
 * @param isSame whether the command of the later one decides the same
 */
export async function laterWord<Command>({ messageId, kind }: DeliveryMessage, related: Pick<RelatedMessages, 'overtakenBy'>, isSame: (command: Command) => boolean): Promise<RelatedMessage<Command> | undefined> {
  const later = await related.overtakenBy(messageId) as readonly RelatedMessage<Command>[];
  return later.findLast((other) => other.kind === kind && isStanding(other.state) && isSame(other.command));
}
