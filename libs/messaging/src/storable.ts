const ESCAPE = /\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g;

/**
 * JSON that PostgreSQL can keep: a text from a foreign system may hold NUL or half a surrogate pair, which `jsonb` refuses. Both become U+FFFD, so that what an ERP
 * says can never stop a lane.
 */
export function storableJson(value: unknown): string {
  // JSON.stringify writes only NUL and lone surrogates as these escapes.
  return (JSON.stringify(value) ?? 'null').replace(ESCAPE, (whole, escaped: string) => (escaped.length > 1 ? '\u{fffd}' : whole));
}

/** The same value as it will be read back: storable, undefined members left out, dates as text. */
export function storable<Value>(value: Value): Value {
  return JSON.parse(storableJson(value)) as Value;
}
