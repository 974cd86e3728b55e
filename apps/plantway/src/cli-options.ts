import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What `npm start` was asked to do. */
export interface CliOptions {
  /** First HTTP port to try; 0 leaves the choice to the kernel. */
  readonly port: number;
  /** First port of the machines' MQTT broker to try; 0 leaves the choice to the kernel. */
  readonly mqttPort: number;
  /** Data folder, absolute. */
  readonly data: string;
  /** Folder of the site files, absolute. */
  readonly sites: string;
  /** Seed of everything random in the simulated systems. */
  readonly seed: number;
  /** All systems up, the plant standing still. */
  readonly idle: boolean;
  /** How many times faster than real time business time runs. */
  readonly speed: number;
}

/** The command line is wrong; the message says how to right it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const HELP = `Plantway: an open gateway between ERP and the plant.

usage: npm start -- [options]

  --port N     first HTTP port to try; taken ones are stepped over, 0 takes any free one (default 3000)
  --mqtt-port N
               first port of the machines' MQTT broker to try, likewise (default 1883)
  --data DIR   folder of the data, kept between starts (default .plantway)
  --sites DIR  folder of the plants' files (default sites)
  --seed N     seed of the simulated systems, a whole number (default 1)
  --idle       all systems up, the plant standing still: nothing is confirmed unless you do it
  --speed N    business time runs N times as fast, 1 to 100000 (default 1)
  --help       this text`;

const NUMBERS = {
  port: { minimum: 0, maximum: 65_535, fallback: 3_000 },
  'mqtt-port': { minimum: 0, maximum: 65_535, fallback: 1_883 },
  seed: { minimum: 0, maximum: 2 ** 31 - 1, fallback: 1 },
  speed: { minimum: 1, maximum: 100_000, fallback: 1 },
} as const;

/**
 * Reads the command line; relative folders count from `folder`, the project's root. Answers 'help' when help is asked for.
 * @throws UsageError for an unknown option, a missing or a bad value
 */
export function readCliOptions(words: readonly string[], folder: string): CliOptions | 'help' {
  const values = parse(words);
  if (values.help) return 'help';
  for (const name of ['data', 'sites'] as const) if (values[name] === '') throw new UsageError(`--${name} needs the name of a folder`);
  return {
    port: numberOf('port', values.port),
    mqttPort: numberOf('mqtt-port', values['mqtt-port']),
    data: values.data === undefined ? join(folder, '.plantway') : resolve(folder, values.data),
    sites: values.sites === undefined ? join(folder, 'sites') : resolve(folder, values.sites),
    seed: numberOf('seed', values.seed),
    idle: values.idle ?? false,
    speed: numberOf('speed', values.speed),
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: { port: { type: 'string' }, 'mqtt-port': { type: 'string' }, data: { type: 'string' }, sites: { type: 'string' }, seed: { type: 'string' }, speed: { type: 'string' }, idle: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
  } catch (error) {
    throw new UsageError(inOneSentence((error as Error).message));
  }
}

/** Node's first sentence names the option; the rest explains Node. */
function inOneSentence(complaint: string): string {
  const option = /'(-[^ ']+)/.exec(complaint)?.[1];
  if (option !== undefined && /ambiguous|missing/.test(complaint)) return `${option} needs a value`;
  return complaint.split(/[.\n]/)[0].replace(/^Option '([^']+)'/, '$1').replace(/^U/, 'u');
}

function numberOf(name: keyof typeof NUMBERS, text: string | undefined): number {
  const { minimum, maximum, fallback } = NUMBERS[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < minimum || value > maximum) throw new UsageError(`--${name} takes a whole number from ${minimum} to ${maximum}, not '${text}'`);
  return value;
}
