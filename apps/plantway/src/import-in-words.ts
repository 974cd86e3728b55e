import type { SiteImport } from '@plantway/sites';

/** What an import has done, one line a site; of a plant that is new also what a gateway that runs already does not take up before its next start. */
export function importInWords(imports: readonly SiteImport[]): readonly string[] {
  return imports.flatMap(({ siteId, revision, changed }) => {
    if (!changed) return [`${siteId}: nothing new, revision ${revision}`];
    const runs = `${siteId}: revision ${revision} runs`;
    return revision > 1 ? [runs] : [runs, `${siteId} is new: its machines' user at the broker, its API keys and its simulated systems begin with the next \`npm start\``];
  });
}
