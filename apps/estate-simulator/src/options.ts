import { DEMO_PLANTS } from '@plantway/simulation';
import type { FurtherPlant } from './plants/estate-plant.js';

/** How the estate simulator is started. */
export interface EstateOptions {
  /** Its own folder: what the ERP and the MES know is kept there. */
  readonly data: string;
  readonly seed: number;
  /** How many times as fast as the clock on the wall business time runs, 1 to 100,000. */
  readonly speed: number;
  /** The plants stand still; the ERP serves, and the MES takes job orders on. */
  readonly idle: boolean;
  /** 0 lets the system choose. */
  readonly erpPort: number;
  /** Address that the ERP listens on; the loopback unless others have to reach it. */
  readonly erpHost: string;
  readonly mesPort: number;
  readonly mesHost: string;
  /** Of the business systems: APS, CRM, CMMS, QMS. */
  readonly systemsPort: number;
  readonly systemsHost: string;
  /** Plants beside the demo plants, each like one of them. */
  readonly plants: readonly FurtherPlant[];
  /** The APS makes a schedule every so many minutes of business time. */
  readonly churnMinutes: number;
  /** From how long on a standstill of a machine is a failure for the site, seconds of business time. */
  readonly microStopBelowSeconds: number;
  /** The longest one write of the ERP may take, technical milliseconds. */
  readonly longestWriteMs: number;
  /** Orders that are left to people's hands. */
  readonly leaveAlone: readonly string[];
  /** `demo`: the plants begin with orders, and clerks release and create more. `none`: only what somebody else creates. */
  readonly orders: 'demo' | 'none';
  /** Share of the MES's reports that are put right later, percent. */
  readonly mistakesPercent: number;
  /** Share of the work orders that the MES takes only partly, percent. */
  readonly refusalsPercent: number;
  /** A truth ledger that runs already, opened with `ledgerKey` of keys.json; with `false` there is none. */
  readonly ledger: { readonly url?: string } | false;
}

/** The first order of each plant is kept for the hands of people who try the gateway. */
const FOR_PEOPLE = DEMO_PLANTS.map(({ firstOrderNumber }) => `WO-${firstOrderNumber}`);

export const HELP = `Plays the plants' foreign systems for Plantway: ERP, MES, planning, customers, maintenance, quality, and machines.

  estate-simulator --data FOLDER [options]

  --data FOLDER           its own folder; an ERP does not forget at a restart
  --seed N                chance of the demo data and of the MES, 0 to 4294967295 (1)
  --speed N               business time runs N times as fast, 1 to 100000 (1)
  --idle                  the ERP serves, the MES takes job orders on, and the plants stand still
  --erp-port N            port of the ERP; 0 lets the system choose (0)
  --erp-host ADDRESS      address that the ERP listens on (127.0.0.1)
  --mes-port N            port of the MES; 0 lets the system choose (0)
  --mes-host ADDRESS      address that the MES listens on (127.0.0.1)
  --systems-port N        port of APS, CRM, CMMS and QMS; 0 lets the system choose (0)
  --systems-host ADDRESS  address that they listen on (127.0.0.1)
  --plant SITE=DEMO[,ZONE[,CURRENCY]]  one more plant, like the demo plant DEMO, in another zone and currency; may be given again
  --churn-minutes N       the APS makes a schedule every N minutes of business time, 1 to 1440 (15)
  --micro-stop-seconds N  a shorter standstill of a machine is a micro-stop at the sites, 0 to 3600 (120)
  --longest-write-ms N    the longest one write of the ERP may take, 1 to 600000 (20000)
  --leave-alone ORDERS    orders that the MES leaves to people, separated by commas; "" for none (${FOR_PEOPLE.join(',')})
  --orders demo|none      none: no orders to begin with, and clerks that release and create none (demo, or what ESTATE_ORDERS says)
  --mistakes-percent N    share of the MES's reports that it puts right later, 0 to 100 (3, or what ESTATE_MISTAKES_PERCENT says)
  --refusals-percent N    share of the work orders of which the MES takes only a part, 0 to 100 (0, or what ESTATE_REFUSALS_PERCENT says)
  --ledger-url URL        a truth ledger that runs already and was told the sites
  --no-ledger             nobody judges
  --help                  this text
`;

/** Said to the one who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

type Draft = { -readonly [Name in keyof EstateOptions]: EstateOptions[Name] };

const FLAGS: Readonly<Record<string, (options: Draft) => void>> = {
  '--idle': (options) => (options.idle = true),
  '--no-ledger': (options) => (options.ledger = false),
};

const VALUES: Readonly<Record<string, (options: Draft, value: string, word: string) => void>> = {
  '--data': (options, value, word) => (options.data = text(word, value)),
  '--seed': (options, value, word) => (options.seed = wholeNumber(word, value, 0, 4_294_967_295)),
  '--speed': (options, value, word) => (options.speed = wholeNumber(word, value, 1, 100_000)),
  '--erp-port': (options, value, word) => (options.erpPort = wholeNumber(word, value, 0, 65_535)),
  '--erp-host': (options, value, word) => (options.erpHost = text(word, value)),
  '--mes-port': (options, value, word) => (options.mesPort = wholeNumber(word, value, 0, 65_535)),
  '--mes-host': (options, value, word) => (options.mesHost = text(word, value)),
  '--systems-port': (options, value, word) => (options.systemsPort = wholeNumber(word, value, 0, 65_535)),
  '--systems-host': (options, value, word) => (options.systemsHost = text(word, value)),
  '--plant': (options, value, word) => (options.plants = [...options.plants, furtherPlant(word, value)]),
  '--churn-minutes': (options, value, word) => (options.churnMinutes = wholeNumber(word, value, 1, 1_440)),
  '--micro-stop-seconds': (options, value, word) => (options.microStopBelowSeconds = wholeNumber(word, value, 0, 3_600)),
  '--longest-write-ms': (options, value, word) => (options.longestWriteMs = wholeNumber(word, value, 1, 600_000)),
  '--leave-alone': (options, value) => (options.leaveAlone = value.split(',').filter((order) => order !== '')),
  '--orders': (options, value, word) => (options.orders = orders(word, value)),
  '--mistakes-percent': (options, value, word) => (options.mistakesPercent = wholeNumber(word, value, 0, 100)),
  '--refusals-percent': (options, value, word) => (options.refusalsPercent = wholeNumber(word, value, 0, 100)),
  '--ledger-url': (options, value, word) => (options.ledger = { url: text(word, value) }),
};

/** Environment variables that speak where the words do not. */
export type EstateEnvironment = Readonly<Partial<Record<'ESTATE_ORDERS' | 'ESTATE_MISTAKES_PERCENT' | 'ESTATE_REFUSALS_PERCENT', string>>>;

/**
 * @throws UsageError naming the word or the variable that is wrong; undefined asks for the help text
 */
export function parseOptions(words: readonly string[], { ESTATE_ORDERS = 'demo', ESTATE_MISTAKES_PERCENT = '3', ESTATE_REFUSALS_PERCENT = '0' }: EstateEnvironment = {}): EstateOptions | undefined {
  const options: Draft = {
    data: '', seed: 1, speed: 1, idle: false, erpPort: 0, erpHost: '127.0.0.1', mesPort: 0, mesHost: '127.0.0.1', systemsPort: 0, systemsHost: '127.0.0.1', plants: [], churnMinutes: 15, microStopBelowSeconds: 120, longestWriteMs: 20_000, leaveAlone: FOR_PEOPLE,
    orders: orders('ESTATE_ORDERS', ESTATE_ORDERS), mistakesPercent: wholeNumber('ESTATE_MISTAKES_PERCENT', ESTATE_MISTAKES_PERCENT, 0, 100),
    refusalsPercent: wholeNumber('ESTATE_REFUSALS_PERCENT', ESTATE_REFUSALS_PERCENT, 0, 100), ledger: {},
  };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--help') return undefined;
    if (FLAGS[word] !== undefined) FLAGS[word](options);
    else if (VALUES[word] !== undefined) VALUES[word](options, given(word, rest.shift()), word);
    else throw new UsageError(`There is no option ${word}.`);
  }
  if (options.data === '') throw new UsageError('--data FOLDER is missing.');
  return options;
}

function given(option: string, value: string | undefined): string {
  if (value === undefined || value.startsWith('--')) throw new UsageError(`${option} needs a value.`);
  return value;
}

function text(option: string, value: string): string {
  if (value === '') throw new UsageError(`${option} needs a value.`);
  return value;
}

function orders(option: string, value: string): EstateOptions['orders'] {
  if (value !== 'demo' && value !== 'none') throw new UsageError(`${option} must be demo or none, not ${value}.`);
  return value;
}

function furtherPlant(option: string, value: string): FurtherPlant {
  const [, siteId, like, timeZone, currency] = /^([A-Za-z0-9_-]{1,20})=([A-Za-z0-9_-]+)(?:,([A-Za-z0-9_+/-]+))?(?:,([A-Z]{3}))?$/.exec(value) ?? [];
  if (siteId === undefined) throw new UsageError(`${option} must be SITE=DEMO[,ZONE[,CURRENCY]], not ${value}.`);
  if (!DEMO_PLANTS.some((plant) => plant.siteId === like)) throw new UsageError(`${option}: there is no demo plant ${like}; there are ${DEMO_PLANTS.map((plant) => plant.siteId).join(' and ')}.`);
  return { siteId, like, ...(timeZone === undefined ? {} : { timeZone }), ...(currency === undefined ? {} : { currency }) };
}

function wholeNumber(option: string, value: string, lowest: number, highest: number): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < lowest || number > highest) throw new UsageError(`${option} must be a whole number from ${lowest} to ${highest}, not ${value}.`);
  return number;
}
