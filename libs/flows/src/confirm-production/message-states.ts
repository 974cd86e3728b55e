import type { MessageState } from '@plantway/canonical';

const FINISHED: readonly MessageState[] = ['posted', 'discarded', 'annulled'];
const GIVEN_UP: readonly MessageState[] = ['discarded', 'annulled'];
const STANDING: readonly MessageState[] = ['posted', 'postedWithFollowUp'];

/** Whether nothing changes any more about the message. */
export function isFinished(state: MessageState): boolean {
  return FINISHED.includes(state);
}

/** Whether the message will never have an effect that it does not have already. */
export function isGivenUp(state: MessageState): boolean {
  return GIVEN_UP.includes(state);
}

/** Whether the foreign system has done what the message says, be it with a follow-up. */
export function isStanding(state: MessageState): boolean {
  return STANDING.includes(state);
}
