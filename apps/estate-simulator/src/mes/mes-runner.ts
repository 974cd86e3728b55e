import { RepeatedRounds } from '../repeated-rounds.js';
import type { GatewayForMes } from './gateway-for-mes.js';
import type { Mes } from './mes.js';

/** Technical milliseconds between rounds. */
const WORK_EVERY_MS = 100;
const PULL_EVERY_MS = 500;
const LOOK_EVERY_MS = 1_000;
const FOLLOW_EVERY_MS = 500;

/** Repeats the rounds of a MES until it is stopped. While the MES is down only the floor works. */
export class MesRunner {
  private readonly rounds: RepeatedRounds;

  /** `say` hears when the gateway cannot be read, once until it can be again; `onDefect` what should never happen. */
  constructor(private readonly mes: Mes, gateway: GatewayForMes, say: (line: string) => void, onDefect: (error: unknown) => void) {
    this.rounds = new RepeatedRounds(say, onDefect);
    this.rounds.repeat(WORK_EVERY_MS, () => mes.work());
    this.rounds.repeatSending(WORK_EVERY_MS, () => mes.send(gateway));
    this.repeatReading('outcomes', FOLLOW_EVERY_MS, () => mes.followOutcomes(gateway));
    this.repeatReading('stock', LOOK_EVERY_MS, () => mes.lookAtMaterial(gateway));
    if (mes.plant.style === 'pull') this.repeatReading('job orders', PULL_EVERY_MS, () => mes.pull(gateway));
  }

  /** Resolves when the round that was under way is over. */
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private repeatReading(what: string, everyMs: number, round: () => Promise<void>): void {
    this.rounds.repeatReading(what, everyMs, async () => {
      if (!this.mes.isDown) await round();
    });
  }
}
