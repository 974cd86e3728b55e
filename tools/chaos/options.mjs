import { parseArgs } from 'node:util';
import { SETTLE_SECONDS, SETTINGS } from './settings.mjs';

const SABOTAGES = ['duplicate', 'lose', 'swap', 'drift', 'silence'];
const NUMBERS = { confirmations: [50, 1_000_000, 5_000], kills: [0, 10_000, 25], seed: [0, 2 ** 31 - 1, 1], connections: [1, 256, 64], within: [30, 86_400, 900] };

export const HELP = `npm run chaos -- [options]: a MES reports production through real processes that are killed and frozen at random, into a simulated ERP that posts and stays silent, refuses, fails
after it has posted, and posts late. The judge compares what was answered with 202 with what stands in the ERP: once, complete, in order. The ERP and the judge are never killed.
Exit code 0 only when nothing is lost, double, out of order or different, and everything is final or with a person within twice the settle window after the faults have stopped; 1 when not, 2 when the run was broken off.

  --confirmations N   reports that the MES sends, beside one for each order at the beginning; reversals and corrections come on top (5000)
  --kills K           how often a process is killed or frozen (25)
  --seed S            seed of the reports, of the ERP's faults and of the kills, a whole number (1)
  --class R|K         R: the ERP posts a reference as often as it is sent; K: the ERP enforces it (R)
  --long-pauses       processes are frozen for longer than the settle window. K: nothing double even so. R: what is double must be told of: a message that is parked in doubt, or stands twice (STANDS_TWICE), or a drift in the books; otherwise it counts as silent
  --connections N     connections of the MES (64)
  --sabotage WHAT     at the end somebody posts a report twice (duplicate), the MES notes an answer that it never had (lose) or two of them in the wrong order (swap), or a clerk re-enters
                      a report with one piece more of scrap (drift), or somebody posts a report twice while the gateway does not look (silence, with --long-pauses). The judge must find it: exit code 1
  --within SECONDS    give up when it is not done by then (900)
  --keep              keep the data folder with all logs, and say where it is
  --help              this text

Times: settle ${SETTLE_SECONDS} s, send deadline ${SETTINGS.MESSAGING_SEND_DEADLINE_MS} ms, lease ${SETTINGS.MESSAGING_LEASE_MS} ms, pause allowance ${SETTINGS.MESSAGING_PAUSE_ALLOWANCE_MS} ms. docs/chaos.md says more.`;

/** Reads the command line. @returns 'help' when it is asked for @throws Error in plain words */
export function readOptions(words) {
  const { values } = parseArgs({
    args: words,
    options: {
      ...Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, { type: 'string' }])), class: { type: 'string', default: 'R' }, sabotage: { type: 'string' },
      'long-pauses': { type: 'boolean', default: false }, keep: { type: 'boolean', default: false }, help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  if (!['R', 'K'].includes(values.class)) throw new Error(`--class is R or K, not '${values.class}'`);
  if (values.sabotage !== undefined && !SABOTAGES.includes(values.sabotage)) throw new Error(`--sabotage is one of ${SABOTAGES.join(', ')}, not '${values.sabotage}'`);
  const numbers = Object.entries(NUMBERS).map(([name, [minimum, maximum, fallback]]) => {
    const text = values[name] ?? `${fallback}`;
    if (!/^\d{1,10}$/.test(text) || Number(text) < minimum || Number(text) > maximum) throw new Error(`--${name} takes a whole number from ${minimum} to ${maximum}, not '${text}'`);
    return [name, Number(text)];
  });
  return { ...Object.fromEntries(numbers), guarantee: values.class, sabotage: values.sabotage, longPauses: values['long-pauses'], keep: values.keep };
}
