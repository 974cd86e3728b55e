import { messageError, type ConfirmationReversal, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type DeliveryPlan, type RelatedMessage, type RelatedMessages } from '@plantway/ports';
import { rivalOf, type CorrectionLink } from './correction-rival.js';
import { isFinished, isStanding } from './message-states.js';

/** Corrections of corrections of one report; more is a circle. */
const LONGEST_CHAIN = 100;

/**
 * Whether there is room for a report that corrects another one. Of all reports that replace the same one, directly or one after the other, a single one may stand: the first that
 * was accepted; a later one goes to a person. And what it replaces must be taken back first, with everything that that one has replaced itself. Undefined when there is room;
 * else to wait for a reversal, or to a person when there is none or it was given up.
 */
export async function roomForCorrection({ siteId, sourceSystem, command }: DeliveryMessage<ProductionConfirmation>, related: RelatedMessages): Promise<DeliveryPlan<never> | undefined> {
  const chain = await chainOf(command, { siteId, sourceSystem }, related);
  const rival = await rivalOf(chain, { siteId, sourceSystem }, related);
  if (rival !== undefined) return rival;
  return chain.map(obstacleBetween).find((obstacle) => obstacle !== undefined);
}

async function chainOf({ confirmationId, replaces }: ProductionConfirmation, { siteId, sourceSystem }: Pick<DeliveryMessage, 'siteId' | 'sourceSystem'>, related: RelatedMessages): Promise<readonly CorrectionLink[]> {
  const chain: CorrectionLink[] = [];
  let [by, of] = [confirmationId, replaces];
  while (of !== undefined && chain.length < LONGEST_CHAIN) {
    chain.push({ by, of, reversals: await related.reversalsOf(siteId, sourceSystem, of) as readonly RelatedMessage<ConfirmationReversal>[] });
    const corrected = await related.find(siteId, sourceSystem, 'productionConfirmation', of);
    [by, of] = [of, (corrected?.command as ProductionConfirmation | undefined)?.replaces];
  }
  return chain;
}

function obstacleBetween({ by, of, reversals }: CorrectionLink): DeliveryPlan<never> | undefined {
  if (reversals.some(({ state }) => isStanding(state))) return undefined;
  const own = reversals.find(({ senderId }) => senderId === by);
  if (own === undefined || own.state === 'discarded') {
    const reason = own === undefined ? `There is no reversal of ${of} that makes room for ${by}.` : `The reversal of ${of}, which makes room for ${by}, was discarded.`;
    return { decision: 'park', error: messageError('CORRECTION_NOT_REVERSED', reason) };
  }
  if (isFinished(own.state)) return undefined;
  return { decision: 'wait', condition: { key: messageSettledKey(own.messageId), error: messageError('CORRECTION_OPEN', `Confirmation ${of}, which ${by} corrects, is not taken back yet; its reversal is ${own.state}.`) } };
}
