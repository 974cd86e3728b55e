import { ACCESS_MATRIX, AccessRules, type Role } from '@plantway/security';

const READERS = new AccessRules(ACCESS_MATRIX).ruleOf('GET', '/process/v1/sites/:siteId/messages');

/** Whether a role may read what other systems sent: only then the feed and the timeline tell it of messages. The access matrix says who may. */
export function readsMessages(role: Role): boolean {
  return READERS === 'open' || READERS?.includes(role) === true;
}

/** Whether an event tells of a message, with its sender and what stands in its way. */
export function isOfMessage(eventType: string): boolean {
  return eventType.startsWith('message.');
}
