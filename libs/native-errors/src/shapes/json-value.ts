/** Reads of a foreign JSON value that may be anything. */
export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** The text of a member; undefined when it is absent, empty or no text. Numbers count as text. */
export function textOf(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** At most this many errors of one answer are looked at. */
const MOST = 50;

/** A list, or what a service wraps around one (`results`); one object counts as a list of one. */
export function listOf(value: unknown): readonly unknown[] {
  const list = Array.isArray(value) ? value : Array.isArray(member(value, 'results')) ? (member(value, 'results') as unknown[]) : value === undefined || value === null ? [] : [value];
  return list.slice(0, MOST);
}

/** The first one of several texts that is there. */
export function firstText(value: unknown, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const text = textOf(value, key);
    if (text !== undefined) return text;
  }
  return undefined;
}
