/** A documented answer that says no; nothing was taken. */
export class SystemRefusal extends Error {
  override readonly name = 'SystemRefusal';

  constructor(readonly status: number, readonly code: string, text: string, readonly retryAfterSeconds?: number) {
    super(text);
  }
}
