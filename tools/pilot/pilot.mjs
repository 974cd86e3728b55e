// npm run pilot: see options.mjs for what it does and takes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedStand } from './embedded-stand.mjs';
import { HELP, readOptions } from './options.mjs';
import { Plants } from './plants.mjs';
import { makeSiteFolder } from './site-folder.mjs';
import { startSplitStand } from './split-stand.mjs';
import { playStory } from './story.mjs';

const options = optionsOf(process.argv.slice(2));
const began = Date.now();
const tell = (line) => (options.json ? process.stderr : process.stdout).write(`${String(((Date.now() - began) / 1_000).toFixed(1)).padStart(6)} s  ${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'plantway-pilot-'));
chmodSync(folder, 0o755); // as root the database runs as another user
let stand;
let result = { clean: false };
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(130)));
try {
  const sites = makeSiteFolder(folder, options);
  const binding = options.binding === 'one' ? 'every tier in one process' : 'each tier as a process of its own';
  tell(`starting ${binding}, plants ${sites.siteIds.join(', ')}, seed ${options.seed}, ${options.hours} hours and ${options.orders} orders, business time ${options.speed} times as fast`);
  stand = await (options.binding === 'one' ? startEmbeddedStand : startSplitStand)({ folder, sites, seed: options.seed, speed: options.speed });
  tell(`ready at ${stand.processUrl}`);
  result = await playStory(new Plants(stand), { ...options, siteIds: sites.siteIds }, tell);
} catch (error) {
  result = { clean: false, error: error.message };
  tell(`broken off: ${error.message}`);
}
await end();
const seconds = Math.round((Date.now() - began) / 1_000);
tell(result.clean ? `clean, in ${seconds} s` : `NOT clean, after ${seconds} s`);
if (options.json) console.log(JSON.stringify({ pilot: true, seed: options.seed, hours: options.hours, orders: options.orders, binding: options.binding, seconds, ...result }));
process.exit(result.clean ? 0 : 1);

async function end() {
  await stand?.stop();
  if (options.keep) return tell(`the data and logs stay in ${folder}`);
  for (const path of new Set([...(stand?.homes ?? []), folder])) rmSync(path, { recursive: true, force: true });
}

function optionsOf(words) {
  try {
    const options = readOptions(words);
    if (options !== 'help') return options;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}
