import { randomBytes } from 'node:crypto';
import { BERLIN, demoPlant } from './demo/demo-plant.js';
import type { ErpEngine } from './engine/erp-engine.js';
import type { ErpCommand, ErpResults, Outcome } from './engine/erp-command.js';
import type { PlantData } from './engine/plant-data.js';
import type { Unstamped } from './journal/durable-erp.js';
import { FaultPlan } from './native/fault-plan.js';
import { NativeServer } from './native/native-server.js';
import { PlantRegister } from './plant-register.js';
import type { PlantSource } from './plant-register.js';

/** As the wire's document says. */
const LONGEST_WRITE_MS = 20_000;

export interface SimulatedErpOptions {
  /** Business time. */
  readonly now: () => Date;
  /** Seed of the demo data and of faults that strike by chance; 1 by default. */
  readonly seed?: number;
  /** Data of another plant instead of the demo plant. */
  readonly plant?: PlantData;
  /** The plants of this ERP instead of the demo plant, the first one being the default of every question. */
  readonly plants?: readonly PlantSource[];
  /** Folder of the journals `erp-<site>.ndjson`; absent: in memory. */
  readonly folder?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Address to listen on; the loopback by default. */
  readonly host?: string;
  readonly apiKey?: string;
  readonly controlKey?: string;
  /** The longest one write may take, in technical milliseconds, 20,000 by default: told on the wire and kept, a write that could only be posted later is not posted. */
  readonly longestWriteMs?: number;
  /** Whether a reference is a key (class K): a write under a known one is not made again but answered with what the first one made. False by default: a reference is posted as often as it is sent. */
  readonly enforceReference?: boolean;
  /** For how long a key is known after its write, in technical milliseconds; as long as its document stands by default. What the ERP reads from its journals keeps its key. */
  readonly referenceKeptMs?: number;
  /** Told of every accepted command once it is on disk, and of none that was replayed: time to `read` again. It must not throw. */
  readonly onPosted?: () => void;
  /** Told of failures that nobody foresaw; a `JournalError` means that the process must stop. */
  readonly onDefect?: (error: unknown) => void;
}

/** A running ERP with its native face. Where a plant can be named, the first one is meant by default. */
export interface SimulatedErp {
  readonly url: string;
  readonly apiKey: string;
  readonly controlKey: string;
  readonly faults: FaultPlan;
  /** The first plant. */
  readonly siteId: string;
  readonly sites: readonly string[];
  /** Enters a command as a clerk would at the screen. */
  apply<C extends Unstamped<ErpCommand>>(command: C, siteId?: string): Promise<Outcome<ErpResults[C['type']]>>;
  /** Looks into the ERP itself, past its face: the judge of a test. */
  read<T>(question: (engine: ErpEngine) => T, siteId?: string): Promise<T>;
  /** Finishes the writes that were begun. */
  close(): Promise<void>;
}

/** Starts an ERP. @throws JournalError when a journal in `folder` is damaged or of another plant */
export async function startSimulatedErp(options: SimulatedErpOptions): Promise<SimulatedErp> {
  const { now, seed = 1, folder, port = 0, host = '127.0.0.1', apiKey = newKey(), controlKey = newKey(), longestWriteMs = LONGEST_WRITE_MS, enforceReference = false, referenceKeptMs, onPosted, onDefect = () => undefined } = options;
  const plants = await PlantRegister.open(sourcesOf(options, seed), { now, ...(folder === undefined ? {} : { folder }), ...(onPosted === undefined ? {} : { onPosted }), ...(enforceReference && { enforceReference: { keptMs: referenceKeptMs } }) });
  const faults = new FaultPlan(seed);
  const server = new NativeServer({ plants, faults, apiKey, controlKey, now, longestWriteMs, referenceKept: enforceReference ? String(referenceKeptMs ?? 'always') : '', onDefect });
  const url = await server.listen(port, host);
  return {
    url, apiKey, controlKey, faults, siteId: plants.sites[0], sites: plants.sites,
    apply: (command, siteId) => plants.use(siteId, (plant) => plant.apply(command)),
    read: (question, siteId) => plants.use(siteId, (plant) => plant.read(question)),
    close: async () => {
      await server.close();
      await plants.close();
    },
  };
}

function sourcesOf({ plant, plants }: SimulatedErpOptions, seed: number): readonly PlantSource[] {
  if (plants !== undefined) return plants;
  if (plant !== undefined) return [{ siteId: plant.siteId, data: () => plant }];
  return [{ siteId: BERLIN.siteId, data: (startsAt) => demoPlant({ ...BERLIN, startsAt, seed }) }];
}

function newKey(): string {
  return randomBytes(24).toString('base64url');
}
