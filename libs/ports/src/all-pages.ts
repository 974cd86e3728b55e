import type { Page, PageRequest } from './erp.port.js';

const LARGEST_PAGE = 1_000;

/** Every item of a paged list, page after page as they are asked for. A list that changes meanwhile may show an item twice or not at all, as its system pages. */
export async function* allPages<T>(read: (page: PageRequest) => Promise<Page<T>>, limit = LARGEST_PAGE): AsyncGenerator<T, void, undefined> {
  let cursor: string | null = null;
  do {
    const page: Page<T> = await read({ limit, ...(cursor === null ? {} : { cursor }) });
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
