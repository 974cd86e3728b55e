/** `{ name: value }`, or nothing when the value is absent or null: to be spread into a canonical value, which knows no null. */
export function given<Name extends string, Value>(name: Name, value: Value | null | undefined): { [K in Name]?: Value } {
  return value === undefined || value === null ? {} : ({ [name]: value } as { [K in Name]: Value });
}
