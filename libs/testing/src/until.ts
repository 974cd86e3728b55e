import { inspect } from 'node:util';

const POLL_EVERY_MS = 10;
const DEFAULT_WITHIN_MS = 10_000;

/**
 * Asks `condition` again and again until it answers something truthy, and answers that.
 * @throws Error with the last answer, or the last fault, when that takes longer than `within` ms (10,000 by default)
 */
export async function until<Value>(condition: () => Value | Promise<Value>, options: { readonly within?: number } = {}): Promise<Exclude<Value, false | 0 | '' | null | undefined>> {
  const within = options.within ?? DEFAULT_WITHIN_MS;
  const end = Date.now() + within;
  for (;;) {
    let last: unknown;
    try {
      const value = await condition();
      if (value) return value as Exclude<Value, false | 0 | '' | null | undefined>;
      last = value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not so within ${within} ms; last: ${inspect(last, { depth: 6 })}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
}
