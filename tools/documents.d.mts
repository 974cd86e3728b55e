/** Text of docs/errors.md. */
export function errorsDocument(): string;
/** Text of docs/bad-input.md. */
export function badInputDocument(): string;
