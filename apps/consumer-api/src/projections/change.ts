/** One statement that an event makes of itself; `name` lets the server keep its plan. */
export interface Change {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}
