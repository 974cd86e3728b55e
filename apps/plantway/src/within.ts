import { sleepFor } from '@plantway/database';

/** What `promise` resolves to, or 'late' when that takes longer than `ms`; the promise itself goes on. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | 'late'> {
  const decided = new AbortController();
  try {
    return await Promise.race([promise, sleepFor(ms, decided.signal).then(() => 'late' as const)]);
  } finally {
    decided.abort();
  }
}
