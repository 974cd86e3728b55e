/** What several plants have in common, and what of it each may say otherwise. Source: `sites/templates/<name>.yaml`. */
export interface SiteTemplate {
  /** Paths, "referenceData.reasons": a site may say these and whatever is below them. */
  readonly mayVary: readonly string[];
  /** Part of a site, in the same words. */
  readonly site: Readonly<Record<string, unknown>>;
}

/** Keys that are the site's own in any case. */
const OWN_KEYS: readonly string[] = ['siteId', 'extends'];

/** The site's file laid over its template: objects key by key, anything else as a whole. */
export function laidOver(template: unknown, own: unknown): unknown {
  if (!isTable(template) || !isTable(own)) return own === undefined ? structuredClone(template) : own;
  return Object.fromEntries([...new Set([...Object.keys(template), ...Object.keys(own)])].map((key) => [key, laidOver(template[key], own[key])]));
}

/** Places of a site's file, as JSON pointers, that its template does not leave to it. */
export function governedPlaces({ mayVary }: SiteTemplate, own: unknown): readonly string[] {
  return leavesOf(own).filter(([first]) => !OWN_KEYS.includes(first)).filter((path) => !mayVary.some((free) => isAtOrBelow(path, free.split('.')))).map((path) => `/${path.join('/')}`);
}

function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (!isTable(value)) return path.length === 0 ? [] : [path];
  return Object.entries(value).flatMap(([key, below]) => leavesOf(below, [...path, key]));
}

function isAtOrBelow(path: readonly string[], place: readonly string[]): boolean {
  return place.every((key, at) => path[at] === key);
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
