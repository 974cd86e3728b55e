/** A body as its bytes came, with where a command stands in it. */
export interface ReceivedContent {
  readonly content: string;
  /** Keys from the outside in; empty for the whole. */
  readonly place: readonly string[];
  /** What of the command stood in the path of the request. */
  readonly in_path: Readonly<Record<string, string>> | null;
}

const BYTE_ORDER_MARK = /^\ufeff/;

/** What the bytes say of a command, as it was compared and mapped. They were taken as JSON once, so they are. */
export function receivedValue({ content, place, in_path: inPath }: ReceivedContent): unknown {
  const whole = JSON.parse(content.replace(BYTE_ORDER_MARK, '')) as unknown;
  const value = place.reduce((outer, key) => (outer as Readonly<Record<string, unknown>>)[key], whole);
  return inPath === null ? value : { ...(value as object), ...inPath };
}
