import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BERLIN, demoPlant } from './demo/demo-plant.js';
import type { ErpEngine } from './engine/erp-engine.js';
import type { ErpCommand, ErpResults, Outcome } from './engine/erp-command.js';
import type { PlantData } from './engine/plant-data.js';
import { DurableErp } from './journal/durable-erp.js';
import type { Unstamped } from './journal/durable-erp.js';
import { FaultPlan } from './native/fault-plan.js';
import { NativeServer } from './native/native-server.js';

export interface SimulatedErpOptions {
  /** Business time. */
  readonly now: () => Date;
  /** Seed of the demo data; 1 by default. */
  readonly seed?: number;
  /** Data of another plant instead of the demo plant. */
  readonly plant?: PlantData;
  /** Folder of the journal `erp-<site>.ndjson`; absent: in memory. */
  readonly folder?: string;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  /** Address to listen on; the loopback by default. */
  readonly host?: string;
  readonly apiKey?: string;
  readonly controlKey?: string;
  /** Told of failures that nobody foresaw; a `JournalError` means that the process must stop. */
  readonly onDefect?: (error: unknown) => void;
}

/** A running ERP with its native face. */
export interface SimulatedErp {
  readonly url: string;
  readonly apiKey: string;
  readonly controlKey: string;
  readonly faults: FaultPlan;
  readonly siteId: string;
  /** Enters a command as a clerk would at the screen. */
  apply<C extends Unstamped<ErpCommand>>(command: C): Promise<Outcome<ErpResults[C['type']]>>;
  /** Looks into the ERP itself, past its face: the judge of a test. */
  read<T>(question: (engine: ErpEngine) => T): Promise<T>;
  /** Finishes the writes that were begun. */
  close(): Promise<void>;
}

/** Starts an ERP. @throws JournalError when the journal in `folder` is damaged or of another plant */
export async function startSimulatedErp(options: SimulatedErpOptions): Promise<SimulatedErp> {
  const { now, seed = 1, plant, folder, port = 0, host = '127.0.0.1', apiKey = newKey(), controlKey = newKey(), onDefect = () => undefined } = options;
  const siteId = plant?.siteId ?? BERLIN.siteId;
  const erp = await DurableErp.open({
    siteId, now, seed: (startsAt) => plant ?? demoPlant({ ...BERLIN, startsAt, seed }), ...(folder === undefined ? {} : { path: join(folder, `erp-${siteId}.ndjson`) }),
  });
  const faults = new FaultPlan();
  const server = new NativeServer({ plants: new Map([[siteId, erp]]), faults, apiKey, controlKey, now, onDefect });
  const url = await server.listen(port, host);
  return {
    url, apiKey, controlKey, faults, siteId,
    apply: (command) => erp.apply(command), read: (question) => erp.read(question),
    close: async () => {
      await server.close();
      await erp.close();
    },
  };
}

function newKey(): string {
  return randomBytes(24).toString('base64url');
}
