import type { MessageReader, MessageSummary } from '@plantway/messaging';

/** The message that carries the report of a source system; undefined when it never sent one of that id. */
export async function reportedMessage(reader: MessageReader, siteId: string, { confirmationId, sourceSystem }: { readonly confirmationId: string; readonly sourceSystem: string }): Promise<MessageSummary | undefined> {
  const { items: [message] } = await reader.list(siteId, { kind: 'productionConfirmation', sourceSystem, confirmationId, limit: 1 });
  return message;
}
