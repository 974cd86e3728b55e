import type { Credential } from './credential.js';

interface Remembered {
  readonly credential: Credential | undefined;
  /** Monotonic milliseconds until which the answer is believed. */
  readonly until: number;
}

/** How long a found credential is believed, so that a revocation is felt everywhere within this time. */
export const CREDENTIAL_BELIEVED_MS = 30_000;
/** How long an unknown key stays unknown without asking again. */
const UNKNOWN_BELIEVED_MS = 5_000;
const MOST_KNOWN = 10_000;
/** Bounded apart, so that a flood of wrong keys drives out no right one. */
const MOST_UNKNOWN = 1_000;

/** Recent answers by hash of the key; the oldest give way when it is full. */
export class CredentialCache {
  private readonly known = new Map<string, Remembered>();
  private readonly unknown = new Map<string, Remembered>();

  /** @param monotonicMs milliseconds that never run backwards */
  constructor(private readonly monotonicMs: () => number = () => performance.now()) {}

  /** The remembered answer, or undefined when none is fresh. */
  get(keyHash: string): Remembered | undefined {
    const remembered = this.known.get(keyHash) ?? this.unknown.get(keyHash);
    return remembered !== undefined && this.monotonicMs() < remembered.until ? remembered : undefined;
  }

  set(keyHash: string, credential: Credential | undefined): void {
    this.forget(keyHash);
    const [answers, most, believedMs] = credential === undefined ? [this.unknown, MOST_UNKNOWN, UNKNOWN_BELIEVED_MS] : [this.known, MOST_KNOWN, CREDENTIAL_BELIEVED_MS];
    if (answers.size >= most) answers.delete(answers.keys().next().value as string);
    answers.set(keyHash, { credential, until: this.monotonicMs() + believedMs });
  }

  forget(keyHash: string): void {
    this.known.delete(keyHash);
    this.unknown.delete(keyHash);
  }

  get size(): number {
    return this.known.size + this.unknown.size;
  }
}
