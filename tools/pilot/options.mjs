import { parseArgs } from 'node:util';

export const HELP = `npm run pilot -- [options]: runs work orders from creation to their last confirmation against the simulated ERP and MES of two plants, in a
temporary data folder on free ports, with an ERP maintenance window, an order lock, lost answers and a MES outage, and has the truth ledger grade what really happened.
Exit code 0 only when the grade is clean.

  --seed N            seed of the simulated systems and of the orders, a whole number (1)
  --orders N          how many work orders are created and released, 1 to 1000, 4 unless --calm (20)
  --binding B         one: every tier in one process; split: system APIs, process API and worker as processes of their own (one)
  --speed N           business time runs N times as fast, 1 to 100000 (3600)
  --calm              no faults are switched on
  --within SECONDS    give up when it is not done by then (900)
  --sabotage          at the end somebody takes a confirmation back in the ERP and tells nobody: the run must not be clean
  --keep              keep the data folder, and say where it is
  --json              one JSON object on the last line
  --help              this text`;

const NUMBERS = { seed: [0, 2 ** 31 - 1, 1], orders: [1, 1_000, 20], speed: [1, 100_000, 3_600], within: [10, 86_400, 900] };

/** Reads the command line. @returns 'help' when it is asked for @throws Error in plain words */
export function readOptions(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { type: 'string' }, orders: { type: 'string' }, speed: { type: 'string' }, within: { type: 'string' }, binding: { type: 'string', default: 'one' },
      calm: { type: 'boolean', default: false }, sabotage: { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (!['one', 'split'].includes(values.binding)) throw new Error(`--binding is one or split, not '${values.binding}'`);
  const numbers = Object.entries(NUMBERS).map(([name, [minimum, maximum, fallback]]) => {
    const text = values[name] ?? `${fallback}`;
    if (!/^\d{1,10}$/.test(text) || Number(text) < minimum || Number(text) > maximum) throw new Error(`--${name} takes a whole number from ${minimum} to ${maximum}, not '${text}'`);
    return [name, Number(text)];
  });
  const options = { ...values, ...Object.fromEntries(numbers) };
  if (!options.calm && options.orders < 4) throw new Error('--orders must be 4 at least: each fault needs orders that meet it; or add --calm');
  return options;
}
