import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Processes } from './processes.mjs';
import { ESTATE, LONGEST_WRITE_MS, SETTINGS } from './settings.mjs';

/** Every tier in one process, as `npm start` runs it. */
export async function startEmbeddedStand({ folder, sites, seed, speed }) {
  const data = join(folder, 'data');
  const processes = new Processes(folder);
  try {
    const baseUrl = await processes.start('plantway', {
      words: ['--data', data, '--sites', sites.folder, '--port', '0', '--mqtt-port', '0', '--seed', `${seed}`, '--speed', `${speed}`],
      environment: { ...SETTINGS, ESTATE_LONGEST_WRITE_MS: `${LONGEST_WRITE_MS}`, ...ESTATE },
      ready: /ready (http:\/\/[\d.:]+)$/,
    });
    const { keys } = readJson(join(data, 'credentials.json'));
    const { estate, database } = readJson(join(data, 'runtime.json'));
    return {
      processUrl: baseUrl, systemErpUrl: baseUrl, consumerUrl: baseUrl, keys, homes: [database.home],
      estate: { erpUrl: estate.erpUrl, mesUrl: estate.mesUrl, ledgerUrl: estate.ledgerUrl, systemsUrl: estate.systemsUrl, keys: readJson(join(data, 'estate/keys.json')) },
      stop: () => processes.stop(),
    };
  } catch (error) {
    await processes.stop();
    throw error;
  }
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
