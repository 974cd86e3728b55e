/** Values in `value`, itself and all below it; stops counting above `enough`. */
export function countValues(value: unknown, enough: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const below of Object.values(value)) {
    count += countValues(below, enough - count);
    if (count > enough) return count;
  }
  return count;
}
