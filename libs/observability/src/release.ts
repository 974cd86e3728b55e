import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let release: string | undefined;

/**
 * Which release made something: the version of the gateway's package.json, read once. The mapping rules are part of the release, so they have its version.
 * @throws Error when no package.json lies above this file
 */
export function releaseVersions(): { readonly code: string; readonly mapping: string } {
  release ??= (JSON.parse(readFileSync(packageFile(import.meta.dirname), 'utf8')) as { version: string }).version;
  return { code: release, mapping: release };
}

/** The nearest one above: the sources and what is built of them lie at different depths below it. */
function packageFile(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) return file;
  if (dirname(folder) === folder) throw new Error('The package.json of the gateway was not found.');
  return packageFile(dirname(folder));
}
