import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { clusterFolder } from './database-home.js';

/** The same random id in the data folder and in a database that lives elsewhere. */
const MARK = 'database-id';

/**
 * Whether the database in `home` is the one of this data folder. One that lives inside is; one elsewhere only if both carry the same mark: who deleted the data folder
 * to begin anew must not meet the old documents again.
 */
export function belongsTo(data: string, home: string): boolean {
  if (isInside(data, home) || !existsSync(clusterFolder(home))) return true;
  const mark = markIn(home);
  return mark !== undefined && mark === markIn(data);
}

/** Marks both, once. */
export function markAsBelonging(data: string, home: string): void {
  if (isInside(data, home)) return;
  const mark = markIn(home) ?? randomUUID();
  for (const folder of [home, data]) if (markIn(folder) !== mark) writeFileSync(join(folder, MARK), mark, { mode: 0o600 });
}

/** Moves a database out of the way and answers where it is now; nothing is deleted. */
export function setAside(home: string): string {
  const aside = `${home}.${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  renameSync(home, aside);
  return aside;
}

function isInside(data: string, home: string): boolean {
  return home.startsWith(realpathSync(data) + sep);
}

function markIn(folder: string): string | undefined {
  const file = join(folder, MARK);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
