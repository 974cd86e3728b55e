import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { writeWholeFile } from './whole-file.js';

const FILE = 'business-clock.json';
const SAVE_EVERY_MS = 5_000;

/**
 * Time of the plant's business: begins at the clock on the wall, or where it stood when that is later, and runs `speed` times as fast. It never goes
 * backwards, over restarts neither: it is kept in `business-clock.json` and whoever keeps later times says so with `notBefore`.
 */
export class BusinessClock {
  private readonly measuredFrom = performance.now();
  private readonly saving: NodeJS.Timeout;

  private constructor(private readonly path: string, private anchor: number, readonly speed: number) {
    this.saving = setInterval(() => void this.save().catch(() => undefined), SAVE_EVERY_MS); // kept more often than needed: a missed one is made up by the next
    this.saving.unref();
  }

  static async open(folder: string, speed: number): Promise<BusinessClock> {
    const path = join(folder, FILE);
    const clock = new BusinessClock(path, Math.max(Date.now(), await lastSaved(path)), speed);
    await clock.save();
    return clock;
  }

  readonly now = (): Date => new Date(this.anchor + Math.floor((performance.now() - this.measuredFrom) * this.speed));

  /** Puts the clock forward to `instant` when it stands before it. */
  notBefore(instant: Date): void {
    this.anchor += Math.max(0, instant.getTime() - this.now().getTime());
  }

  async stop(): Promise<void> {
    clearInterval(this.saving);
    await this.save();
  }

  private save(): Promise<void> {
    return writeWholeFile(this.path, `${JSON.stringify({ businessTime: this.now().toISOString() })}\n`);
  }
}

/** A file that is missing or unreadable is made anew: the ERP's and the MES's own records say what the time must be at least. */
async function lastSaved(path: string): Promise<number> {
  try {
    const { businessTime } = JSON.parse(await readFile(path, 'utf8')) as { businessTime?: string };
    return Date.parse(businessTime ?? '') || 0;
  } catch {
    return 0;
  }
}
