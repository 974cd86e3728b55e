import { BusinessException } from '@plantway/canonical';
import type { PageRequest } from '@plantway/ports';

const DEFAULT_LIMIT = 100;

/** Where a native list goes on, as a cursor that only its own list takes back. */
export function cursorOf(list: string, skip: number): string {
  return Buffer.from(`${list} ${skip}`).toString('base64url');
}

/** `skip` and `take` of a page. @throws BusinessException `CURSOR_INVALID` */
export function windowOf(list: string, { cursor, limit = DEFAULT_LIMIT }: PageRequest): { readonly skip: number; readonly take: number } {
  if (cursor === undefined) return { skip: 0, take: limit };
  const [, name, skip] = /^(\S+) ([0-9]{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (name !== list || skip === undefined) throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list. Begin without a cursor.', { details: { list } });
  return { skip: Number(skip), take: limit };
}
