import type { MessageState } from '@plantway/canonical';

const FINISHED: readonly MessageState[] = ['posted', 'discarded', 'annulled'];

/** Whether nothing changes any more about the message. */
export function isFinished(state: MessageState): boolean {
  return FINISHED.includes(state);
}
