import type { CrossReferenceRow } from './cross-reference.js';

const COLUMNS = ['entity', 'scope', 'plantwayId', 'foreignId'] as const;
const ENTITIES: readonly string[] = ['item', 'lot', 'workOrder'];

/** A file of cross-reference rows that cannot be imported; the message names every fault with its line or row. */
export class CrossReferenceInvalid extends Error {
  override readonly name = 'CrossReferenceInvalid';
}

/**
 * Rows of a file, checked: a JSON list of objects, or CSV with the header `entity,scope,plantwayId,foreignId` and without quotes (an id with a
 * comma or a quote needs JSON). @throws CrossReferenceInvalid every fault at once
 */
export function readCrossReference(text: string, format: 'csv' | 'json'): readonly CrossReferenceRow[] {
  const given = format === 'json' ? jsonRows(text) : csvRows(text);
  const faults = given.flatMap(({ at, row }) => faultsOf(row).map((fault) => `${at}: ${fault}`));
  if (faults.length > 0) throw new CrossReferenceInvalid(faults.join('\n'));
  return given.map(({ row }) => row as unknown as CrossReferenceRow);
}

interface GivenRow {
  readonly at: string;
  readonly row: Readonly<Record<string, unknown>>;
}

function jsonRows(text: string): GivenRow[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (cause) {
    throw new CrossReferenceInvalid('the file is not JSON', { cause });
  }
  if (!Array.isArray(rows)) throw new CrossReferenceInvalid('the file is not a list of rows');
  return rows.map((row: unknown, index) => ({ at: `row ${index + 1}`, row: { scope: '', ...(typeof row === 'object' && row !== null ? row : {}) } }));
}

function csvRows(text: string): GivenRow[] {
  const [header = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (header !== COLUMNS.join(',')) throw new CrossReferenceInvalid(`line 1: the header must be ${COLUMNS.join(',')}`);
  return lines.flatMap((line, index) => {
    if (line === '') return [];
    const at = `line ${index + 2}`;
    const cells = line.split(',');
    if (line.includes('"') || cells.length !== COLUMNS.length) throw new CrossReferenceInvalid(`${at}: must have ${COLUMNS.length} values without quotes; use JSON for an id with a comma or a quote`);
    return [{ at, row: Object.fromEntries(COLUMNS.map((column, cell) => [column, cells[cell]])) }];
  });
}

function faultsOf(row: GivenRow['row']): string[] {
  const { entity, scope, plantwayId, foreignId } = row;
  const unknown = Object.keys(row).filter((key) => !(COLUMNS as readonly string[]).includes(key));
  return [
    ...unknown.map((key) => `${key} is not a column`),
    ...(ENTITIES.includes(String(entity)) ? [] : [`entity must be one of ${ENTITIES.join(', ')}`]),
    ...(typeof scope === 'string' && (entity === 'lot') === (scope !== '') ? [] : ['scope is our item id for a lot, and empty for anything else']),
    ...[['plantwayId', plantwayId], ['foreignId', foreignId]].flatMap(([name, id]) => (typeof id === 'string' && id.trim() === id && id !== '' ? [] : [`${String(name)} must be an id without spaces around it`])),
  ];
}
