import { BusinessException, type Instant } from '@plantway/canonical';
import type { Page, PageRequest } from '@plantway/ports';
import { WireShapeError, type WireRow } from './wire-row.js';

const DEFAULT_LIMIT = 100;

/** The part of a list that a page is. */
export interface Window {
  readonly skip: number;
  readonly take: number;
}

/** `skip` and `take` of a page; a cursor is taken back only by its own list. @throws BusinessException `CURSOR_INVALID` */
export function windowOf(list: string, { cursor, limit = DEFAULT_LIMIT }: PageRequest): Window {
  if (cursor === undefined) return { skip: 0, take: limit };
  const [, name, skip] = /^(\S+) ([0-9]{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (name !== list || skip === undefined) throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list. Begin without a cursor.', { details: { list } });
  return { skip: Number(skip), take: limit };
}

/** The page of an answered list. @throws WireShapeError for more rows than were asked for */
export function pageOf<T>(list: string, { skip, take }: Window, answer: WireRow, asOf: Instant, map: (row: WireRow) => T): Page<T> {
  const rows = answer.rows('rows');
  if (rows.length > take) throw new WireShapeError(`/rows has more than the ${take} that were asked for`);
  const next = skip + rows.length;
  const goesOn = rows.length > 0 && next < answer.count('total');
  return { items: rows.map(map), nextCursor: goesOn ? Buffer.from(`${list} ${next}`).toString('base64url') : null, asOf };
}
