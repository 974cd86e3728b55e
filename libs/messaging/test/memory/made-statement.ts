/** A statement that was made over the tables in memory. */
export interface MadeStatement {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly answer: unknown;
  /** The time of its process, as it was handed to it. */
  readonly at: Date;
}
