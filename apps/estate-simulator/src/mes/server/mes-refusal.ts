/** A documented answer that says no; nothing was taken. */
export class MesRefusal extends Error {
  override readonly name = 'MesRefusal';

  constructor(readonly status: number, readonly code: string, text: string, readonly retryAfterSeconds?: number) {
    super(text);
  }
}
