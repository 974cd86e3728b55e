/** Takes the next moments at which requests may be sent; answers the first of them. */
export type TakeSlots = (count: number) => Promise<{ readonly firstAt: Date; readonly intervalMs: number }>;

interface Asker {
  readonly resolve: (at: Date) => void;
  readonly reject: (error: unknown) => void;
}

/** Gives each request of this process its moment at a system whose rate is limited. Whoever asks while the store is being asked shares the next question, so that a busy system costs few of them. */
export class SlotQueue {
  private waiting: Asker[] = [];
  private isAsking = false;

  constructor(private readonly takeSlots: TakeSlots) {}

  /** When the request may leave. @throws what the store throws */
  next(): Promise<Date> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      if (!this.isAsking) void this.ask();
    });
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    while (this.waiting.length > 0) {
      const askers = this.waiting.splice(0);
      try {
        const { firstAt, intervalMs } = await this.takeSlots(askers.length);
        askers.forEach(({ resolve }, index) => resolve(new Date(firstAt.getTime() + index * intervalMs)));
      } catch (error) {
        for (const { reject } of askers) reject(error);
      }
    }
    this.isAsking = false;
  }
}
