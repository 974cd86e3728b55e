// Confirmations of about 1 KB for the delivery bench: most spread evenly over many lanes, every tenth goes to one of a few hot ones. Each says its lane and its place in it, so that the ERP can judge.
import { confirmationBodies } from './confirmation-body.mjs';

export const SITE = 'BER1';
const LANES = 400;
const HOT_LANES = 4;

/** `count` confirmations; `run` keeps the ids of one run apart from those of others, and each run has lanes of its own. */
export function deliveryWork(run, count) {
  const bodyOf = confirmationBodies(run);
  const places = new Map();
  return Array.from({ length: count }, (_, number) => {
    const lane = number % 10 === 0 ? `hot-${(number / 10) % HOT_LANES}` : `lane-${(number * 7) % LANES}`;
    const laneKey = `${run}/${lane}`;
    const place = (places.get(laneKey) ?? 0) + 1;
    places.set(laneKey, place);
    return { ...JSON.parse(bodyOf(number)), siteId: SITE, laneKey, place };
  });
}
