import { setTimeout as sleep } from 'node:timers/promises';
import { behindParked } from './behind-parked.mjs';

const OPEN = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'awaitingApproval'];

/** What is neither final nor with a person. A message behind one that is with a person keeps its place: it is held, and not counted. */
export async function stillOpen(calls) {
  const isBehind = behindParked(await calls.rows('/messages?state=parked'));
  const open = [];
  for (const state of OPEN) open.push(...(await calls.rows(`/messages?state=${state}`)));
  return open.filter((message) => !isBehind(message));
}

/** Waits until at most so many messages are open, or until the time is over. @returns whether it came to that */
export async function untilAtMostOpen(calls, atMost, until, tell) {
  for (let told = 0; Date.now() < until;) {
    const open = await stillOpen(calls);
    if (open.length <= atMost) return true;
    if (Date.now() - told > 5_000) {
      tell(`${open.length} messages are open`);
      told = Date.now();
    }
    await sleep(500);
  }
  return false;
}

/**
 * Waits until everything is final or with a person, as two looks in a row say: one look asks state by state, and a message may move meanwhile.
 * @returns seconds that it took since `began`, or what is still open when the time is over
 */
export async function untilSettled(calls, began, until) {
  for (let empty; ;) {
    const open = await stillOpen(calls);
    if (open.length > 0) empty = undefined;
    else if (empty !== undefined) return { seconds: (empty - began) / 1_000, open };
    else empty = Date.now();
    if (Date.now() > until) return { seconds: undefined, open };
    await sleep(250);
  }
}
