const LONGEST_TEXT = 2_000;

/** What a handler's failure says, for `events.subscription` and the log: Nest's filters hand over objects and texts as well as errors. */
export function describeFailure(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`.slice(0, LONGEST_TEXT);
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message).slice(0, LONGEST_TEXT);
  return String(error).slice(0, LONGEST_TEXT);
}
