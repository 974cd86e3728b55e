import { parseArgs } from 'node:util';

export const HELP = `npm run pilot -- [options]: the whole workflow, from planned orders to promise dates, against the simulated ERP, MES, planning, maintenance, quality, customers and
machines of the plants, in a temporary data folder on free ports: with failures of machines, quality holds, changes of orders from both sides, an ERP maintenance window of an hour of the plants in the
middle, an order lock, lost answers and a MES outage. The truth ledger grades what really happened. Exit code 0 only when the grade is clean.

  --seed N            seed of the simulated systems and of the orders, a whole number (1)
  --hours H           how many hours the plants work, 1 to 1000 (8)
  --orders N          how many work orders a clerk creates in the ERP, beside those that planning asks for, 1 to 1000, 4 unless --calm (20)
  --sites N           how many plants, 1 to 20: Berlin, Chicago, then copies of them (2)
  --site ID           this plant of sites/ instead, as often as there are such plants
  --binding B         one: every tier in one process; split: system APIs, process API, consumer API and worker as processes of their own (one)
  --speed N           business time runs N times as fast, 1 to 100000 (480)
  --calm              no faults are switched on and nobody changes an order
  --within SECONDS    give up when it is not done by then (900)
  --sabotage          at the end somebody takes a confirmation back in the ERP and tells nobody: the run must not be clean
  --keep              keep the data folder, and say where it is
  --json              one JSON object on the last line
  --help              this text`;

const NUMBERS = { seed: [0, 2 ** 31 - 1, 1], hours: [1, 1_000, 8], orders: [1, 1_000, 20], sites: [1, 20, 2], speed: [1, 100_000, 480], within: [10, 86_400, 900] };

/** Reads the command line. @returns 'help' when it is asked for @throws Error in plain words */
export function readOptions(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      seed: { type: 'string' }, hours: { type: 'string' }, orders: { type: 'string' }, sites: { type: 'string' }, site: { type: 'string', multiple: true, default: [] }, speed: { type: 'string' }, within: { type: 'string' }, binding: { type: 'string', default: 'one' },
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
