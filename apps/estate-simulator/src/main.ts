import { Estate } from './estate.js';
import type { GatewayAddress } from './estate.js';
import { HELP, parseOptions, UsageError } from './options.js';
import type { EstateOptions } from './options.js';

/** What the gateway says over the channel of the process that started us. */
interface GatewayMessage extends GatewayAddress {
  readonly type: 'gateway';
}

/** A process that nobody answers any more must not keep its parent waiting. */
const STOP_WITHIN_MS = 900;
/** The judge begins with us and says where it is before it reads what it knows: it is hardly ever late. Nobody waits longer for one that is. */
const LEDGER_WITHIN_MS = 2_000;

function readOptions(): EstateOptions {
  try {
    const options = parseOptions(process.argv.slice(2), process.env);
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
if (process.send !== undefined) process.once('disconnect', stop); // the gateway is gone
const ledgerUrl = await estate.ledgerUrl(LEDGER_WITHIN_MS);
if (process.send === undefined) {
  console.log(`ERP of ${estate.sites.join(' and ')}: ${estate.erp.url}, MES: ${estate.mesUrl}, business systems: ${estate.systems.url}${ledgerUrl === undefined ? '' : `, truth ledger: ${ledgerUrl}`} (keys in ${options.data}/keys.json)`);
} else {
  process.on('message', (message: GatewayMessage) => {
    if (message.type === 'gateway') void estate.meet(message).catch(fail);
  });
  const { apiKey, mesSecret, ledgerKey } = estate.keys;
  process.send({
    type: 'ready', erp: { url: estate.erp.url, apiKey }, mes: { url: estate.mesUrl, secret: mesSecret }, systems: estate.systems, ...(ledgerUrl === undefined ? {} : { ledger: { url: ledgerUrl, key: ledgerKey } }),
    businessTime: estate.clock.now().toISOString(), speed: options.speed,
  });
}
