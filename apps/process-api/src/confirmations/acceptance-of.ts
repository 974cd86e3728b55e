import type { FastifyReply } from 'fastify';
import type { AcceptanceDto } from './acceptance.dto.js';
import { messagePath } from '../messages/message-links.dto.js';
import type { StoredCommand } from '../work-orders/accept-command.js';

/** The answer to a stored command, with its headers. */
export function acceptanceOf({ messageId, correlationId, outcome }: StoredCommand, siteId: string, reply: FastifyReply): AcceptanceDto {
  const self = messagePath(siteId, messageId);
  void reply.header('Location', self);
  if (outcome === 'replayed') void reply.header('Idempotency-Replayed', 'true');
  return { messageId, state: 'accepted', correlationId, links: { self } };
}
