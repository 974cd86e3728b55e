import { ProblemException } from '@plantway/http';
import type { MessageDetail, MessageReader } from '@plantway/messaging';

/** The message of the path. @throws ProblemException `NOT_FOUND` when the site has no such message */
export async function messageOf(reader: MessageReader, siteId: string, messageId: string): Promise<MessageDetail> {
  return (await reader.get(siteId, messageId)) ?? refuseUnknownMessage(siteId, messageId);
}

/** @throws ProblemException `NOT_FOUND` */
export function refuseUnknownMessage(siteId: string, messageId: string): never {
  throw new ProblemException('NOT_FOUND', { detail: `Site ${siteId} has no message ${messageId}.`, findings: [{ path: '/path/messageId', problem: 'is no message of this site', fix: 'Use a messageId as it was answered.' }] });
}
