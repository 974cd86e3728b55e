import { messageError, type ProductionConfirmation } from '@plantway/canonical';
import { messageSettledKey, type DeliveryMessage, type DeliveryPlan, type RelatedMessages } from '@plantway/ports';
import { isFinished } from './message-states.js';

/** Corrections of corrections of one report; more is a circle. */
const LONGEST_CHAIN = 100;

/**
 * Whether there is room for a report that corrects another one: that one must be taken back first, and everything that it has corrected itself. Undefined when there is;
 * else to wait for the reversal, or to a person when there is none or it was given up.
 */
export async function roomForCorrection({ siteId, sourceSystem, command }: DeliveryMessage<ProductionConfirmation>, related: RelatedMessages): Promise<DeliveryPlan<never> | undefined> {
  let [by, of] = [command.confirmationId, command.replaces];
  for (let link = 0; of !== undefined && link < LONGEST_CHAIN; link += 1) {
    const obstacle = await obstacleBetween(by, of, { siteId, sourceSystem }, related);
    if (obstacle !== undefined) return obstacle;
    const corrected = await related.find(siteId, sourceSystem, 'productionConfirmation', of);
    [by, of] = [of, (corrected?.command as ProductionConfirmation | undefined)?.replaces];
  }
  return undefined;
}

async function obstacleBetween(by: string, of: string, { siteId, sourceSystem }: Pick<DeliveryMessage, 'siteId' | 'sourceSystem'>, related: RelatedMessages): Promise<DeliveryPlan<never> | undefined> {
  const reversals = await related.reversalsOf(siteId, sourceSystem, of);
  if (reversals.some(({ state }) => state === 'posted')) return undefined;
  const own = reversals.find(({ senderId }) => senderId === by);
  if (own === undefined || own.state === 'discarded') {
    const reason = own === undefined ? `There is no reversal of ${of} that makes room for ${by}.` : `The reversal of ${of}, which makes room for ${by}, was discarded.`;
    return { decision: 'park', error: messageError('CORRECTION_NOT_REVERSED', reason) };
  }
  if (isFinished(own.state)) return undefined;
  return { decision: 'wait', condition: { key: messageSettledKey(own.messageId), error: messageError('CORRECTION_OPEN', `Confirmation ${of}, which ${by} corrects, is not taken back yet; its reversal is ${own.state}.`) } };
}
