import type { SimulatedErp } from '@plantway/simulation';
import type { CounterWatch } from '../machines/counter-watch.js';
import type { BusinessSystem } from '../systems/business-system.js';
import type { MesFact } from '../mes/mes-fact.js';
import { CounterTeller } from './counter-teller.js';
import { ErpTeller, MesTeller } from './fact-teller.js';
import { systemTellers } from './system-teller.js';
import type { WatchedMes } from './fact-teller.js';
import type { LedgerAddress } from './ledger-client.js';
import { LedgerFeed } from './ledger-feed.js';
import { LedgerProcess } from './ledger-process.js';

/** The name under which the gateway knows the estate's MES: part of every reference. */
const SOURCE_SYSTEM = 'estate-mes';

export interface LedgerOptions {
  /** Folder of a ledger of our own; not needed with `url`. */
  readonly folder: string;
  /** Sites that a ledger of our own must hear of. */
  readonly sites: readonly string[];
  /** A ledger that runs already, and was told its sites by whoever started it. */
  readonly url?: string;
  readonly key: string;
  readonly sourceSystem?: string;
  readonly say?: (line: string) => void;
}

/** What the ledger is told about. */
export interface WatchedEstate extends WatchedMes {
  readonly erp: Pick<SimulatedErp, 'read' | 'sites'>;
  /** Sites with a MES. */
  readonly mesSites: readonly string[];
  /** Systems beside ERP and MES. */
  readonly systems: readonly BusinessSystem[];
  /** Who looks at the counters of the machines. */
  readonly counters?: readonly CounterWatch[];
}

/** A truth ledger that hears what the estate does. */
export interface RunningLedger {
  /** Resolves when it serves. */
  readonly address: Promise<LedgerAddress>;
  /** To be given to the estate before it starts: wakes the feed. */
  readonly watcher: { onPosted(): void; onReported(siteId: string, sequence: number, fact: MesFact): void };
  /** Begins to tell what the estate did and does. */
  watch(estate: WatchedEstate): void;
  /** Resolves when everything that happened up to now was told. */
  flush(): Promise<void>;
  /** Ends feed and ledger; neither waits for the other's peers. */
  stop(): Promise<void>;
}

/** Starts a truth ledger, or meets one, without waiting for it: nobody in the estate ever does. */
export function startLedger({ folder, sites, url, key, sourceSystem = SOURCE_SYSTEM, say = () => undefined }: LedgerOptions): RunningLedger {
  let met: LedgerAddress | undefined;
  let feed: LedgerFeed | undefined;
  let tellers = new Map<string, MesTeller>();
  let ready: (address: LedgerAddress) => void = () => undefined;
  const address = new Promise<LedgerAddress>((done) => (ready = done));
  const meet = (found: LedgerAddress): void => {
    met = found;
    ready(found);
    feed?.meet(found);
  };
  const own = url === undefined ? new LedgerProcess({ folder, key, sites, onReady: meet, say }) : undefined;
  if (url !== undefined) meet({ url, key });
  return {
    address,
    watcher: {
      onPosted: () => feed?.wake(),
      onReported: (siteId, _sequence, fact) => {
        tellers.get(siteId)?.hear(fact);
        feed?.wake();
      },
    },
    watch: (estate) => {
      const { erp, mesSites, systems, counters = [] } = estate;
      tellers = new Map(mesSites.map((siteId) => [siteId, new MesTeller(siteId, sourceSystem, estate)]));
      feed = new LedgerFeed([...tellers.values(), ...erp.sites.map((siteId) => new ErpTeller(erp, siteId)), ...systemTellers(systems), ...counters.map((watch) => new CounterTeller(watch))], say);
      if (met !== undefined) feed.meet(met);
    },
    flush: async () => feed?.flush(),
    stop: async () => {
      await Promise.all([feed?.stop(), own?.stop()]);
    },
  };
}
