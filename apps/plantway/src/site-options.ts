import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './cli-options.js';

/** What `npm run site:lint`, `site:import` or `site:export` was asked for. */
export type SiteRequest =
  | { readonly command: 'help' }
  | { readonly command: 'lint'; readonly folder: string }
  | { readonly command: 'import'; readonly folder: string; readonly data: string }
  | { readonly command: 'export'; readonly siteId: string; readonly data: string };

export const SITE_HELP = `Plantway: the plants as files.

usage: npm run --silent site:lint   -- [--sites DIR]
       npm run --silent site:import -- [--sites DIR] [--data DIR]
       npm run --silent site:export -- SITE [--data DIR]

  site:lint     checks every site.yaml and template, and names every fault at once; needs no database
  site:import   brings them into the database, each file that says something new as a revision that runs within seconds; all or none
  site:export   prints the revision of a site that runs, its template filled in

  --sites DIR   folder of the sites (default sites)
  --data DIR    data folder of a gateway that runs now (default .plantway); DATABASE_URL, where it is set, names the database instead`;

/** Reads the command line; relative folders count from `root`. @throws UsageError that says how to right it */
export function readSiteRequest([command, ...words]: readonly string[], root: string): SiteRequest {
  const { values, positionals } = parse(words);
  if (values.help === true || command === undefined || command === 'help') return { command: 'help' };
  const [folder, data] = [values.sites === undefined ? join(root, 'sites') : resolve(root, values.sites), resolve(root, values.data ?? '.plantway')];
  if (command === 'export') {
    if (positionals.length !== 1) throw new UsageError('site:export takes the id of one site');
    return { command, siteId: positionals[0], data };
  }
  if (positionals.length > 0) throw new UsageError(`site:${command} takes no argument, not '${positionals[0]}'`);
  if (command === 'lint') return { command, folder };
  if (command === 'import') return { command, folder, data };
  throw new UsageError(`unknown command '${command}'`);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], allowPositionals: true, options: { sites: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    throw new UsageError((error as Error).message.split(/[.\n]/)[0], { cause: error });
  }
}
