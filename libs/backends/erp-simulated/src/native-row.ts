/** The ERP's answer does not have the documented shape. Whether that means "in doubt" or "defect" depends on what was asked. */
export class NativeShapeError extends Error {
  override readonly name = 'NativeShapeError';
}

/** One JSON object of the native wire, read field by field; a foreign system's answer is hostile until it was looked at. */
export class NativeRow {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>, private readonly path: string) {}

  /** @throws NativeShapeError when the value is no object */
  static of(value: unknown, path = ''): NativeRow {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new NativeShapeError(`${path || 'the answer'} is not an object`);
    return new NativeRow(value as Record<string, unknown>, path);
  }

  /** A text that must be there and say something. */
  text(field: string): string {
    const text = this.optionalText(field);
    if (text === undefined) throw new NativeShapeError(`${this.path}/${field} is empty`);
    return text;
  }

  /** A text; `""`, the wire's absent text, is undefined. */
  optionalText(field: string): string | undefined {
    const value = this.fields[field];
    if (typeof value !== 'string') throw new NativeShapeError(`${this.path}/${field} is not a text`);
    return value === '' ? undefined : value;
  }

  /** Everything as it came, for a person to read; bounded, because it is stored with the failure. */
  plain(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.fields).slice(0, 20).map(([field, value]) => [field.slice(0, 64), String(value).slice(0, 200)]));
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field);
  }

  flag(field: string): boolean {
    return this.optionalText(field) === 'X';
  }

  /** A text out of a documented list, translated by it. */
  oneOf<Meaning>(field: string, table: Readonly<Record<string, Meaning>>): Meaning {
    const text = this.optionalText(field) ?? '';
    const meaning = Object.hasOwn(table, text) ? table[text] : undefined;
    if (meaning === undefined) throw new NativeShapeError(`${this.path}/${field} is "${text}", which is not documented`);
    return meaning;
  }

  row(field: string): NativeRow {
    return NativeRow.of(this.fields[field], `${this.path}/${field}`);
  }

  rows(field: string): NativeRow[] {
    return this.list(field).map((value, at) => NativeRow.of(value, `${this.path}/${field}/${at}`));
  }

  texts(field: string): string[] {
    return this.list(field).map((value, at) => {
      if (typeof value !== 'string') throw new NativeShapeError(`${this.path}/${field}/${at} is not a text`);
      return value;
    });
  }

  private list(field: string): unknown[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) throw new NativeShapeError(`${this.path}/${field} is not a list`);
    return value;
  }
}
