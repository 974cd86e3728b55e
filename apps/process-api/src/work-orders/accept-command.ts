import { ProblemException } from '@plantway/http';
import type { Acceptance, Intake, MessageReader } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';

/** A command that is stored durably; `replayed`: it came before with the same body. */
export interface StoredCommand extends Acceptance {
  readonly outcome: 'accepted' | 'replayed';
}

/**
 * Stores a command.
 * @param idField name of the field that carries the sender's id
 * @throws ProblemException `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
 */
export async function acceptCommand(intake: Intake, reader: MessageReader, submission: Submission, idField: string): Promise<StoredCommand> {
  const acceptance = await intake.accept(submission);
  if (acceptance.outcome !== 'conflict') return { ...acceptance, outcome: acceptance.outcome };
  const byId = (await reader.get(submission.siteId, acceptance.messageId))?.senderId === submission.senderId;
  throw new ProblemException('IDEMPOTENCY_BODY_MISMATCH', {
    detail: `${byId ? `${idField} ${submission.senderId}` : 'This Idempotency-Key'} came before with another body; nothing was stored.`,
    findings: [{ path: byId ? `/${idField}` : '/header/Idempotency-Key', problem: 'came before with another body', fix: 'Send it under a new id, or the very same body again.' }],
    extra: { messageId: acceptance.messageId },
  });
}
