/** How the truth ledger is started. */
export interface LedgerOptions {
  /** Its own folder. */
  readonly data: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Address that it listens on; the loopback unless others have to reach it. */
  readonly host: string;
  /** Bearer key that opens it; absent: the one in `ledger-key.json`, made at the first start. */
  readonly key?: string;
  /** Sites that it must hear of: without them no grade is clean. */
  readonly sites: readonly string[];
}

export const HELP = `Truth ledger: hears what the foreign systems really did, and grades the gateway by it.

  --data FOLDER   its own folder; what it has heard is kept there
  --port N        port; 0 lets the system choose (0)
  --host A        address that it listens on (127.0.0.1)
  --key K         bearer key, or TRUTH_LEDGER_KEY in the environment; without either one is made and kept in FOLDER/ledger-key.json
  --sites A,B     sites that it must hear of: as long as one of them was not told in full, no grade is clean
  --help          this text
`;

/** Said to the one who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * @param defaultKey what holds when the words give none
 * @throws UsageError naming the word that is wrong; undefined asks for the help text
 */
export function parseOptions(words: readonly string[], defaultKey?: string): LedgerOptions | undefined {
  const options: { data: string; port: number; host: string; key?: string; sites: readonly string[] } = {
    data: '', port: 0, host: '127.0.0.1', sites: [], ...(defaultKey === undefined ? {} : { key: defaultKey }),
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    switch (word) {
      case '--help': return undefined;
      case '--data': options.data = valueOf(word, rest.shift()); break;
      case '--port': options.port = portOf(word, rest.shift()); break;
      case '--host': options.host = valueOf(word, rest.shift()); break;
      case '--key': options.key = valueOf(word, rest.shift()); break;
      case '--sites': options.sites = valueOf(word, rest.shift()).split(',').filter((site) => site !== ''); break;
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

function portOf(option: string, value: string | undefined): number {
  const port = Number(valueOf(option, value));
  if (!/^\d+$/.test(value!) || port > 65_535) throw new UsageError(`${option} must be a whole number from 0 to 65535, not ${value}.`);
  return port;
}
