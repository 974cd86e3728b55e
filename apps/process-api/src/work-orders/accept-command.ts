import { ProblemException } from '@plantway/http';
import type { Acceptance, Intake, MessageReader } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';
import type { JudgedWriter } from '../site/require-owner.js';

/** A command that is stored durably; `replayed`: it came before with the same body. */
export interface StoredCommand extends Acceptance {
  readonly outcome: 'accepted' | 'replayed';
}

/** What is stored of a command beside its origin. */
export type CommandContent = Omit<Submission, 'siteId' | 'sourceSystem' | 'acceptedBy'>;

/**
 * Stores a command.
 * @param writer whose it is, as `requireOwner` has let it in: a command that nobody has asked for its owner does not compile
 * @param idField name of the field that carries the sender's id
 * @throws ProblemException `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
 */
export async function acceptCommand(intake: Intake, reader: MessageReader, { siteId, sourceSystem, acceptedBy }: JudgedWriter, content: CommandContent, idField: string): Promise<StoredCommand> {
  const acceptance = await intake.accept({ ...content, siteId, sourceSystem, acceptedBy });
  if (acceptance.outcome !== 'conflict') return { ...acceptance, outcome: acceptance.outcome };
  const byId = (await reader.get(siteId, acceptance.messageId))?.senderId === content.senderId;
  throw new ProblemException('IDEMPOTENCY_BODY_MISMATCH', {
    detail: `${byId ? `${idField} ${content.senderId}` : 'This Idempotency-Key'} came before with another body; nothing was stored.`,
    findings: [{ path: byId ? `/${idField}` : '/header/Idempotency-Key', problem: 'came before with another body', fix: 'Send it under a new id, or the very same body again.' }],
    extra: { messageId: acceptance.messageId },
  });
}
