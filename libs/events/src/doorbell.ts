/** Lets a loop sleep until something happens. A ring while nobody waits is kept, so that none is missed between two looks. */
export class Doorbell {
  #rung = false;
  #waiting: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#waiting?.();
  }

  /** Resolves at the next ring, or after `ms`; answers whether it was a ring. One waiter at a time. */
  async wait(ms: number): Promise<boolean> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.#waiting = undefined;
    }
    const rung = this.#rung;
    this.#rung = false;
    return rung;
  }

  /** Rests for `ms` whatever rings; only `isOver`, asked at every ring, ends it early. */
  async rest(ms: number, isOver: () => boolean): Promise<void> {
    const until = Date.now() + ms;
    for (let left = ms; left > 0 && !isOver(); left = until - Date.now()) await this.wait(left);
  }
}
