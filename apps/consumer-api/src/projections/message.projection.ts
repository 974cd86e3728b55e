import type { Change } from './change.js';
import { stepOf } from './step.js';
import type { Projection, ToldEvent } from './told-event.js';

const STEP = ['messageId', 'kind', 'state', 'sourceSystem', 'senderId', 'error', 'note'];
const step = (told: ToldEvent): readonly Change[] => stepOf(told, STEP);

/** What stands between an order and the systems that have to hear of it. What went well is told by the business's own events. */
export const MESSAGE_PROJECTION: Projection = {
  'message.waiting.v1': step,
  'message.in-doubt.v1': step,
  'message.parked.v1': step,
  'message.awaiting-approval.v1': step,
  'message.approved.v1': step,
  'message.amended.v1': step,
  'message.stepped-aside.v1': step,
  'message.resolution-proposed.v1': step,
  'message.doubt-resolved.v1': step,
  'message.resubmitted.v1': step,
  'message.discarded.v1': step,
  'message.annulled.v1': step,
  'message.posted.v1': (told) => (told.data.text('state') === 'postedWithFollowUp' ? step(told) : []),
};
