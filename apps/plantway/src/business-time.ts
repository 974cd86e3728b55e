/**
 * The plant's business time, as the estate told it: it runs `speed` times as fast as the technical clock. Deadlines, leases and backoff never follow it; due dates do.
 */
export class BusinessTime {
  private readonly heardAt = performance.now();
  private readonly anchor: number;

  /** @param businessTime what the estate's clock showed a moment ago, RFC 3339 */
  constructor(businessTime: string, private readonly speed: number) {
    this.anchor = Date.parse(businessTime);
  }

  readonly now = (): Date => new Date(this.anchor + Math.floor((performance.now() - this.heardAt) * this.speed));
}
