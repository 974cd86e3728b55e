import { Estate } from './estate.js';
import { HELP, parseOptions, UsageError } from './options.js';
import type { EstateOptions } from './options.js';

/** What the gateway says over the channel of the process that started us. */
interface GatewayMessage {
  readonly type: 'gateway';
  readonly baseUrl: string;
  readonly keys: { readonly mes: string };
}

/** A process that nobody answers any more must not keep its parent waiting. */
const STOP_WITHIN_MS = 900;

function readOptions(): EstateOptions {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options !== undefined) return options;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1); // memory may be ahead of the disk: the journal is what counts
}

const options = readOptions();
let stopping = false;
const estate = await Estate.start(options, (error) => (stopping ? undefined : fail(error))).catch(fail);

function stop(): void {
  if (stopping) return;
  stopping = true;
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  void estate.stop().then(() => process.exit(0), fail);
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
if (process.send === undefined) {
  console.log(`ERP of plant ${estate.erp.siteId}: ${estate.erp.url} (keys in ${options.data}/keys.json)`);
} else {
  process.once('disconnect', stop); // the gateway is gone
  process.on('message', (message: GatewayMessage) => {
    if (message.type === 'gateway') void estate.meet({ baseUrl: message.baseUrl, apiKey: message.keys.mes }).catch(fail);
  });
  const { url, apiKey, siteId } = estate.erp;
  process.send({ type: 'ready', erp: { url, apiKey, siteId }, businessTime: estate.clock.now().toISOString(), speed: options.speed });
}
