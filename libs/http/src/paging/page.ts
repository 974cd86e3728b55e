/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** What to send as `cursor` for the next page; null after the last. */
  readonly nextCursor: string | null;
}
