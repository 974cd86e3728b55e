import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ErrorObject } from 'ajv';
import { parseDocument } from 'yaml';
import { KNOWN_ERP_BACKENDS } from './known-backends.js';
import { MEANING_CHECKS } from './site-document-meaning.js';
import { validateSiteShape, validateTemplateShape } from './site-document.schema.js';
import { SiteFilesInvalid } from './site-document.js';
import type { SiteDocument, SiteFault } from './site-document.js';
import { governedPlaces, laidOver, type SiteTemplate } from './site-template.js';

/** Folder of the templates, beside those of the sites. */
const TEMPLATES = 'templates';

export type SiteTemplates = ReadonlyMap<string, SiteTemplate>;
type Fault = Omit<SiteFault, 'file'>;
type Read<What extends string, Value> = { readonly [Name in What]: Value } | { readonly faults: readonly Fault[] };

/**
 * Reads and checks every `<folder>/<siteId>/site.yaml`, sorted by site, each laid over its template of `<folder>/templates`.
 * @throws SiteFilesInvalid every fault of every file at once; nothing is half read
 */
export async function readSiteFiles(folder: string, backends: readonly string[] = KNOWN_ERP_BACKENDS): Promise<SiteDocument[]> {
  const faults: SiteFault[] = [];
  const templates = await readTemplates(join(folder, TEMPLATES), faults);
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== TEMPLATES).map(({ name }) => name).sort();
  const sites: SiteDocument[] = [];
  for (const name of names) {
    const file = `${name}/site.yaml`;
    if (!existsSync(join(folder, file))) {
      faults.push({ file, path: '', problem: 'is missing' });
      continue;
    }
    const read = readSite(await readFile(join(folder, file), 'utf8'), name, backends, templates);
    if ('site' in read) sites.push(read.site);
    else faults.push(...read.faults.map((fault) => ({ file, ...fault })));
  }
  if (names.length === 0) faults.push({ file: folder, path: '', problem: 'has no site folder' });
  if (faults.length > 0) throw new SiteFilesInvalid(faults);
  return sites;
}

async function readTemplates(folder: string, faults: SiteFault[]): Promise<SiteTemplates> {
  const templates = new Map<string, SiteTemplate>();
  if (!existsSync(folder)) return templates;
  for (const name of (await readdir(folder)).filter((each) => each.endsWith('.yaml')).sort()) {
    const read = readTemplate(await readFile(join(folder, name), 'utf8'));
    if ('template' in read) templates.set(basename(name, '.yaml'), read.template);
    else faults.push(...read.faults.map((fault) => ({ file: `${TEMPLATES}/${name}`, ...fault })));
  }
  return templates;
}

function readTemplate(text: string): Read<'template', SiteTemplate> {
  const read = yamlOf(text);
  if ('faults' in read) return read;
  return validateTemplateShape(read.value) ? { template: read.value as SiteTemplate } : { faults: (validateTemplateShape.errors ?? []).map(shapeFault) };
}

/** Checks the text of one site's file; `folder` is the name of the folder it lies in. */
export function readSite(text: string, folder: string, backends: readonly string[] = KNOWN_ERP_BACKENDS, templates: SiteTemplates = new Map()): Read<'site', SiteDocument> {
  const read = yamlOf(text);
  if ('faults' in read) return read;
  const named = (read.value as { extends?: unknown } | null)?.extends;
  const name = typeof named === 'string' ? named : JSON.stringify(named);
  const template = templates.get(name);
  const unknown = named !== undefined && template === undefined ? [{ path: '/extends', problem: `there is no template ${name} (${[...templates.keys()].join(', ') || 'none at all'})` }] : [];
  const governed = template === undefined ? [] : governedPlaces(template, read.value).map((path) => ({ path, problem: `is governed by the template ${name} and may not be said by a site` }));
  const faults = [...unknown, ...governed];
  const document = template === undefined ? read.value : laidOver(template.site, read.value);
  if (unknown.length > 0) return { faults }; // what the template says cannot be missed
  const found = [...faults, ...faultsOf(document, folder, backends)];
  return found.length > 0 ? { faults: found } : { site: document as SiteDocument };
}

function yamlOf(text: string): Read<'value', unknown> {
  const yaml = parseDocument(text, { uniqueKeys: true, strict: true });
  return yaml.errors.length > 0 ? { faults: yaml.errors.map(({ message }) => ({ path: '', problem: `is not YAML: ${message.split('\n')[0]}` })) } : { value: yaml.toJS() as unknown };
}

function faultsOf(document: unknown, folder: string, backends: readonly string[]): readonly Fault[] {
  validateSiteShape(document);
  const shape = (validateSiteShape.errors ?? []).map(shapeFault);
  const broken = new Set<string | undefined>(shape.map(({ path }) => path.split('/')[1]));
  // A wrong shape in one place must not hide a wrong meaning in another.
  const checks = broken.has(undefined) ? [] : MEANING_CHECKS.filter(({ reads }) => reads.every((key) => !broken.has(key)));
  return [...shape, ...checks.flatMap((check) => check.faults(document as SiteDocument, { folder, backends }))];
}

function shapeFault({ instancePath, message, params, keyword }: ErrorObject): Fault {
  if (keyword === 'additionalProperties') return { path: `${instancePath}/${String(params.additionalProperty)}`, problem: 'is not a key that a site knows' };
  if (keyword === 'required') return { path: `${instancePath}/${String(params.missingProperty)}`, problem: 'is missing' };
  return { path: instancePath, problem: message ?? 'is wrong' };
}
