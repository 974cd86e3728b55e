import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { parseDocument } from 'yaml';
import { KNOWN_ERP_BACKENDS } from './known-backends.js';
import { MEANING_CHECKS } from './site-document-meaning.js';
import { validateSiteShape } from './site-document.schema.js';
import { SiteFilesInvalid } from './site-document.js';
import type { SiteDocument, SiteFault } from './site-document.js';

/**
 * Reads and checks every `<folder>/<siteId>/site.yaml`, sorted by site.
 * @throws SiteFilesInvalid every fault of every file at once; nothing is half read
 */
export async function readSiteFiles(folder: string, backends: readonly string[] = KNOWN_ERP_BACKENDS): Promise<SiteDocument[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name).sort();
  const faults: SiteFault[] = [];
  const sites: SiteDocument[] = [];
  for (const name of names) {
    const file = `${name}/site.yaml`;
    if (!existsSync(join(folder, file))) {
      faults.push({ file, path: '', problem: 'is missing' });
      continue;
    }
    const read = readSite(await readFile(join(folder, file), 'utf8'), name, backends);
    if ('site' in read) sites.push(read.site);
    else faults.push(...read.faults.map((fault) => ({ file, ...fault })));
  }
  if (names.length === 0) faults.push({ file: folder, path: '', problem: 'has no site folder' });
  if (faults.length > 0) throw new SiteFilesInvalid(faults);
  return sites;
}

type Read = { readonly site: SiteDocument } | { readonly faults: readonly Omit<SiteFault, 'file'>[] };

/** Checks the text of one site's file; `folder` is the name of the folder it lies in. */
export function readSite(text: string, folder: string, backends: readonly string[] = KNOWN_ERP_BACKENDS): Read {
  const yaml = parseDocument(text, { uniqueKeys: true, strict: true });
  if (yaml.errors.length > 0) return { faults: yaml.errors.map(({ message }) => ({ path: '', problem: `is not YAML: ${message.split('\n')[0]}` })) };
  const document: unknown = yaml.toJS();
  validateSiteShape(document);
  const shape = (validateSiteShape.errors ?? []).map(shapeFault);
  const broken = new Set<string | undefined>(shape.map(({ path }) => path.split('/')[1]));
  // A wrong shape in one place must not hide a wrong meaning in another.
  const checks = broken.has(undefined) ? [] : MEANING_CHECKS.filter(({ reads }) => reads.every((key) => !broken.has(key)));
  const site = document as SiteDocument;
  const faults = [...shape, ...checks.flatMap((check) => check.faults(site, { folder, backends }))];
  return faults.length > 0 ? { faults } : { site };
}

function shapeFault({ instancePath, message, params, keyword }: ErrorObject): Omit<SiteFault, 'file'> {
  if (keyword === 'additionalProperties') return { path: `${instancePath}/${String(params.additionalProperty)}`, problem: 'is not a key that a site knows' };
  if (keyword === 'required') return { path: `${instancePath}/${String(params.missingProperty)}`, problem: 'is missing' };
  return { path: instancePath, problem: message ?? 'is wrong' };
}
