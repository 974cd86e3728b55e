import { Intake, type Acceptance, type RowAcceptance } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';

/** An intake that stores nothing: what would be stored is kept for whoever asks. The rules of a kind are run before it, as for a command that comes in. */
export class CapturedIntake extends Intake {
  private submissions: readonly Submission[] = [];

  /** The command itself: the last one, of a correction the one behind the wish to take back what it replaces. */
  get captured(): Submission | undefined {
    return this.submissions.at(-1);
  }

  override accept(submission: Submission): Promise<Acceptance> {
    return Promise.resolve(this.keep([submission])[0]);
  }

  override acceptBatch(submissions: readonly Submission[]): Promise<readonly RowAcceptance[]> {
    return Promise.resolve(this.keep(submissions));
  }

  override acceptTogether(submissions: readonly Submission[]): Promise<readonly Acceptance[]> {
    return Promise.resolve(this.keep(submissions));
  }

  private keep(submissions: readonly Submission[]): readonly Acceptance[] {
    this.submissions = [...this.submissions, ...submissions];
    return submissions.map(({ correlationId }) => ({ outcome: 'accepted', messageId: '', state: 'accepted', correlationId }));
  }
}
