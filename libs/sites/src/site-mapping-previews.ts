import { BusinessException, PlantwayError, TechnicalRetryableError } from '@plantway/canonical';
import type { CodeTables, MappedCommand, MappingDifference, MappingPreviews, MappingResult, TriedMapping } from '@plantway/ports';
import type { Pool } from 'pg';
import type { CrossReference } from './cross-reference.js';
import { ErpTranslator } from './erp-translator.js';
import type { SiteConfiguration } from './site-configuration.js';
import type { SiteDirectory } from './site-directory.js';
import type { SiteDocument } from './site-document.js';
import { SELECT_REVISION_DOCUMENT } from './sites.sql.js';
import { translateConfirmation, translateConsumption } from './translate-posting.js';
import type { Vocabulary } from './vocabulary.js';

export interface SiteMappingPreviewsBindings {
  readonly directory: SiteDirectory;
  readonly crossReference: CrossReference;
  /** Where the revisions of the sites are kept. */
  readonly pool: Pool;
}

/** Puts commands into the words of a site's ERP twice, as it runs and as it would, by the very translation of a posting; the cross-reference of ids is the same in both. */
export function siteMappingPreviews({ directory, crossReference, pool }: SiteMappingPreviewsBindings): MappingPreviews {
  return {
    async previewMapping(siteId, mapping, commands) {
      const site = directory.get(siteId);
      if (site === undefined) throw new TechnicalRetryableError('SITE_NOT_FOUND', `There is no site ${siteId} yet. Use a site of this gateway, or import its file.`, { details: { siteId } });
      const { backend } = site.erp;
      const tried: SiteConfiguration = { ...site, erpCodes: { ...site.erpCodes, [backend]: await tablesOf(site, mapping, pool) } };
      return inTurn(commands, async (command) => {
        const [before, after] = [await said(command, site, crossReference), await said(command, tried, crossReference)];
        return { before: before.result, after: after.result, differences: [...differencesBetween(before.words, after.words)].sort((one, other) => (one.path < other.path ? -1 : 1)) };
      });
    },
  };
}

async function tablesOf({ siteId, erp: { backend } }: SiteConfiguration, mapping: TriedMapping, pool: Pool): Promise<CodeTables> {
  if ('codes' in mapping) return oneToOne(mapping.codes, siteId);
  const { rows: [kept] } = await pool.query<{ configuration: SiteDocument }>({ ...SELECT_REVISION_DOCUMENT, values: [siteId, mapping.revision] });
  if (kept === undefined) throw new BusinessException('NOT_FOUND', `Site ${siteId} has no revision ${mapping.revision}.`);
  const tables = kept.configuration.erpCodes[backend];
  if (tables === undefined) throw new BusinessException('MAPPING_INVALID', `Revision ${mapping.revision} of site ${siteId} has no tables for ${backend}, which the site uses.`);
  return tables;
}

/** @throws BusinessException `MAPPING_INVALID` naming every fault: what the ERP answers could not be put into our words */
function oneToOne(codes: CodeTables, siteId: string): CodeTables {
  const faults = (['units', 'reasons', 'workCenters', 'items'] as const).flatMap((table) => {
    const rows = Object.entries(codes[table] ?? {});
    return rows.flatMap(([code, theirs], at) => rows.slice(0, at).filter(([, other]) => other === theirs).map(([earlier]) => `${table}: ${theirs} belongs to ${earlier} and to ${code}`));
  });
  if (faults.length > 0) throw new BusinessException('MAPPING_INVALID', `The mapping for site ${siteId} cannot run: ${faults.join('; ')}.`);
  return codes;
}

async function said(command: MappedCommand, site: SiteConfiguration, crossReference: CrossReference): Promise<{ readonly result: MappingResult; readonly words?: unknown }> {
  const say = (words: Vocabulary): unknown => (command.action === 'confirm' ? translateConfirmation(command.confirmation, words, command.producedItemId) : translateConsumption(command.consumption, words));
  try {
    return { result: { isMapped: true }, words: await new ErpTranslator(site, crossReference).toErp(say) };
  } catch (error) {
    if (!(error instanceof PlantwayError) || error instanceof TechnicalRetryableError) throw error;
    return { result: { isMapped: false, code: error.code, reason: error.message } };
  }
}

/** Every value that differs, by its JSON pointer; none unless both sides are there. */
function differencesBetween(before: unknown, after: unknown, path = ''): readonly MappingDifference[] {
  if (before === undefined || after === undefined) return [];
  if (typeof before === 'object' && before !== null && typeof after === 'object' && after !== null) {
    const [one, other] = [before as Readonly<Record<string, unknown>>, after as Readonly<Record<string, unknown>>];
    return [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((key) => differencesBetween(one[key] ?? null, other[key] ?? null, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
  }
  if (before === after) return [];
  return [{ path, ...(before !== null && { before: inText(before) }), ...(after !== null && { after: inText(after) }) }];
}

function inText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One after the other: each asks the database, and a preview is in no hurry. */
async function inTurn<One, Other>(many: readonly One[], make: (one: One) => Promise<Other>): Promise<readonly Other[]> {
  const made: Other[] = [];
  for (const one of many) made.push(await make(one));
  return made;
}

