import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayForMes } from './gateway-for-mes.js';
import type { Mes } from './mes.js';

/** Technical milliseconds between rounds, and between tries when the gateway does not answer. */
const WORK_EVERY_MS = 100;
const PULL_EVERY_MS = 500;
const LOOK_EVERY_MS = 1_000;
const FOLLOW_EVERY_MS = 500;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;

/** Repeats the rounds of a MES until it is stopped. While the MES is down only the floor works. */
export class MesRunner {
  private readonly stopping = new AbortController();
  private readonly loops: readonly Promise<void>[];

  /** `say` hears when the gateway cannot be read, once until it can be again; `onDefect` what should never happen. */
  constructor(private readonly mes: Mes, gateway: GatewayForMes, private readonly say: (line: string) => void, private readonly onDefect: (error: unknown) => void) {
    this.loops = [
      this.repeat(() => mes.work().then(() => WORK_EVERY_MS)),
      this.repeatSending(gateway),
      this.repeatReading('outcomes', FOLLOW_EVERY_MS, () => mes.followOutcomes(gateway)),
      this.repeatReading('stock', LOOK_EVERY_MS, () => mes.lookAtMaterial(gateway)),
      ...(mes.plant.style === 'pull' ? [this.repeatReading('job orders', PULL_EVERY_MS, () => mes.pull(gateway))] : []),
    ];
  }

  /** Resolves when the round that was under way is over. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.loops);
  }

  private repeatSending(gateway: GatewayForMes): Promise<void> {
    let wait = FIRST_RETRY_MS;
    return this.repeat(async () => {
      const retryAfter = await this.mes.send(gateway);
      wait = retryAfter === undefined ? FIRST_RETRY_MS : Math.min(LAST_RETRY_MS, wait * 2);
      return retryAfter === undefined ? WORK_EVERY_MS : Math.max(wait, retryAfter);
    });
  }

  private repeatReading(what: string, everyMs: number, round: () => Promise<void>): Promise<void> {
    return this.repeat(async () => {
      if (!this.mes.isDown) await round();
      return everyMs;
    }, what);
  }

  /** `round` answers the milliseconds until the next. A round that reads something of the gateway may fail and is repeated; any other failure is a defect. */
  private async repeat(round: () => Promise<number>, reads?: string): Promise<void> {
    let failures = 0;
    while (!this.stopping.signal.aborted) {
      let wait: number;
      try {
        wait = await round();
        failures = 0;
      } catch (error) {
        if (reads === undefined) return this.onDefect(error);
        failures += 1;
        if (failures === 1) this.say(`cannot read the ${reads} now: ${error instanceof Error ? error.message : String(error)}`);
        wait = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures);
      }
      await sleep(wait, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
