// What a spec imports from `@jest/globals`, in a process of its own.
export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test;

/** Jest gives these before it imports the spec. */
export function give(globals) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globals);
}
