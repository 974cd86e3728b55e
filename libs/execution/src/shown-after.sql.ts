/** Whether `one` shows an order later than `other`, both rows with `as_of` and `revision`. A revision grows: a longer one, or of the same length a greater one, is later. */
export function isAfter(one: string, other: string): string {
  const place = (row: string): string => `(${row}.as_of, length(${row}.revision), ${row}.revision collate "C")`;
  return `(${place(one)} > ${place(other)})`;
}
