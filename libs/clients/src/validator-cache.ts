/** An object as it was answered under an `ETag`. */
export interface ValidatedAnswer {
  readonly etag: string;
  readonly value: unknown;
}

/** Answers that can be asked for again with `If-None-Match`, by path. At most `capacity`; the one that was not used for longest goes first. */
export class ValidatorCache {
  private readonly answers = new Map<string, ValidatedAnswer>();

  constructor(private readonly capacity: number) {}

  get(path: string): ValidatedAnswer | undefined {
    const answer = this.answers.get(path);
    if (answer !== undefined) this.keep(path, answer);
    return answer;
  }

  keep(path: string, answer: ValidatedAnswer): void {
    this.answers.delete(path); // a Map keeps the order of insertion: the used one goes to the end
    this.answers.set(path, answer);
    const [oldest] = this.answers.keys();
    if (this.answers.size > this.capacity && oldest !== undefined) this.answers.delete(oldest);
  }

  get size(): number {
    return this.answers.size;
  }
}
