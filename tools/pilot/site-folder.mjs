import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const DEMO = [['BER1', 'Berlin'], ['CHI1', 'Chicago']];

/** A folder of site files for one run, and the plants in it: those that are named, or so many that begin with the demo plants and go on with copies of them. */
export function makeSiteFolder(folder, { sites: count, site: named }) {
  const sites = join(folder, 'sites');
  mkdirSync(sites);
  cpSync(join(ROOT, 'sites/templates'), join(sites, 'templates'), { recursive: true });
  const plants = named.length > 0 ? named.map((siteId) => ({ siteId, like: siteId })) : Array.from({ length: count }, (_, at) => plantAt(at));
  for (const { siteId, like, name } of plants) {
    cpSync(join(ROOT, 'sites', like), join(sites, siteId), { recursive: true });
    if (name === undefined) continue;
    const file = join(sites, siteId, 'site.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^siteId: .*$/m, `siteId: ${siteId}`).replace(/^name: .*$/m, `name: ${name}`));
  }
  return { folder: sites, siteIds: plants.map(({ siteId }) => siteId) };
}

/** The demo plants first; then copies of them by turns. */
function plantAt(at) {
  const [like, name] = DEMO[at % DEMO.length];
  return at < DEMO.length ? { siteId: like, like } : { siteId: `P${String(at + 1).padStart(2, '0')}`, like, name: `${name} ${at + 1}` };
}
