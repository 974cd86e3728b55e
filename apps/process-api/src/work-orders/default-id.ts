import type { MessageState } from '@plantway/canonical';

/**
 * Id of a command whose sender gives it none: the usual one, or the next behind those that ended without effect ("WO-1002", then "WO-1002#2"), so that doing it again does it.
 * Two senders that ask at once get the same one, and are stored once.
 * @param endedWithoutEffect states in which a stored command has come to nothing, and its id makes room
 * @param stateOf where the command of an id stands; undefined when there is none
 */
export async function defaultId(usual: string, endedWithoutEffect: readonly MessageState[], stateOf: (id: string) => Promise<MessageState | undefined>): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const id = attempt === 1 ? usual : `${usual}#${attempt}`;
    const state = await stateOf(id);
    if (state === undefined || !endedWithoutEffect.includes(state)) return id;
  }
}
