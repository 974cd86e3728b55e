/** How the estate simulator is started. */
export interface EstateOptions {
  /** Its own folder: what the ERP and the MES know is kept there. */
  readonly data: string;
  readonly seed: number;
  /** How many times as fast as the clock on the wall business time runs, 1 to 100,000. */
  readonly speed: number;
  /** The plant stands still; the ERP serves. */
  readonly idle: boolean;
  /** 0 lets the system choose. */
  readonly erpPort: number;
  /** Address that the ERP listens on; the loopback unless others have to reach it. */
  readonly erpHost: string;
}

export const HELP = `Plays the plant's foreign systems for Plantway: an ERP and a MES.

  estate-simulator --data FOLDER [--seed N] [--speed N] [--idle] [--erp-port N] [--erp-host ADDRESS]

  --data FOLDER   its own folder; an ERP does not forget at a restart
  --seed N        chance of the demo data and of the MES, 0 to 4294967295 (1)
  --speed N       business time runs N times as fast, 1 to 100000 (1)
  --idle          the ERP serves and the plant stands still
  --erp-port N    port of the ERP; 0 lets the system choose (0)
  --erp-host A    address that the ERP listens on (127.0.0.1)
  --help          this text
`;

/** Said to the one who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** @throws UsageError naming the word that is wrong; undefined asks for the help text */
export function parseOptions(words: readonly string[]): EstateOptions | undefined {
  const options = { data: '', seed: 1, speed: 1, idle: false, erpPort: 0, erpHost: '127.0.0.1' };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    switch (word) {
      case '--help': return undefined;
      case '--idle': options.idle = true; break;
      case '--data': options.data = valueOf(word, rest.shift()); break;
      case '--seed': options.seed = wholeNumber(word, rest.shift(), 0, 4_294_967_295); break;
      case '--speed': options.speed = wholeNumber(word, rest.shift(), 1, 100_000); break;
      case '--erp-port': options.erpPort = wholeNumber(word, rest.shift(), 0, 65_535); break;
      case '--erp-host': options.erpHost = valueOf(word, rest.shift()); break;
      default: throw new UsageError(`There is no option ${word}.`);
    }
  }
  if (options.data === '') throw new UsageError('--data FOLDER is missing.');
  return options;
}

function valueOf(option: string, value: string | undefined): string {
  if (value === undefined || value === '' || value.startsWith('--')) throw new UsageError(`${option} needs a value.`);
  return value;
}

function wholeNumber(option: string, value: string | undefined, lowest: number, highest: number): number {
  const number = Number(valueOf(option, value));
  if (!/^\d+$/.test(value!) || number < lowest || number > highest) throw new UsageError(`${option} must be a whole number from ${lowest} to ${highest}, not ${value}.`);
  return number;
}
