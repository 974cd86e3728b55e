import { open, readFile, rename } from 'node:fs/promises';

/** The claim that a plant keeps: the token of the gateway that posts into it, and when it was last renewed. */
export interface KeptClaim {
  readonly token: string;
  /** UTC, technical time. */
  readonly renewedAt: string;
}

/** One plant's claim, beside its journal: only the newest one is kept. One change at a time. */
export class ClaimFile {
  private kept: KeptClaim | undefined;
  private isRead = false;
  private queue: Promise<unknown> = Promise.resolve();

  /** @param path its file; undefined: in memory */
  constructor(private readonly path: string | undefined) {}

  /**
   * Keeps `next` when nobody holds the plant, when `expected` or `next` is what is kept, or when it is taken over. Resolves when it is on disk.
   * @throws Error when it can neither be read nor written; what is kept is as before
   */
  claim({ expected, next, takeOver }: { readonly expected?: string | undefined; readonly next: string; readonly takeOver: boolean }, at: Date): Promise<{ readonly granted: boolean; readonly kept: KeptClaim }> {
    return this.alone(async () => {
      const kept = await this.read();
      const granted = takeOver || kept === undefined || kept.token === next || kept.token === expected;
      if (!granted) return { granted, kept };
      const renewed = { token: next, renewedAt: at.toISOString() };
      await this.write(renewed);
      return { granted, kept: renewed };
    });
  }

  private async read(): Promise<KeptClaim | undefined> {
    if (!this.isRead && this.path !== undefined) {
      const text = await readFile(this.path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      this.kept = text === undefined ? undefined : (JSON.parse(text) as KeptClaim);
    }
    this.isRead = true;
    return this.kept;
  }

  private async write(claim: KeptClaim): Promise<void> {
    if (this.path !== undefined) {
      const file = await open(`${this.path}.new`, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify(claim));
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(`${this.path}.new`, this.path);
    }
    this.kept = claim;
  }

  private alone<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.catch(() => undefined);
    return result;
  }
}
