import { join } from 'node:path';
import { ObservationStore, StoreError } from '@plantway/truth-ledger';
import { ledgerKey, takeLedgerFolder } from './ledger-folder.js';
import { LedgerServer } from './ledger-server.js';
import { HELP, parseOptions, UsageError } from './options.js';
import type { LedgerOptions } from './options.js';

function readOptions(): LedgerOptions {
  try {
    const options = parseOptions(process.argv.slice(2), process.env.TRUTH_LEDGER_KEY);
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
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

async function start(options: LedgerOptions): Promise<void> {
  const folder = await takeLedgerFolder(options.data);
  const key = options.key ?? (await ledgerKey(folder.path));
  const opening = ObservationStore.open(join(folder.path, 'observations.ndjson')); // a long past takes its time: nobody waits for it to know where we are
  opening.catch(fail);
  const server = new LedgerServer(opening, options.sites, key, (error) => (error instanceof StoreError ? fail(error) : console.error(error)));
  const url = await server.listen(options.port, options.host);

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void server.close().then(() => opening).then((store) => store.close()).then(() => folder.release()).then(() => process.exit(0), fail);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.send === undefined) console.log(`Truth ledger: ${url}${options.key === undefined ? ` (key in ${join(folder.path, 'ledger-key.json')})` : ''}`);
  else {
    process.once('disconnect', stop); // whoever started it is gone
    process.send({ type: 'ready', url, key });
  }
}

await start(readOptions()).catch(fail);
