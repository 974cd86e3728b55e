import { DECIMAL_TEXT, isPlantDate, isUnit, normalQuantity, toUtc, type Instant, type PlantDate, type Quantity } from '@plantway/canonical';

const LONGEST_TEXT = 4_000;

/** The answer does not have the documented shape. Whether that means "in doubt" or "defect" depends on what was asked. */
export class WireShapeError extends Error {
  override readonly name = 'WireShapeError';
}

/** One JSON object of the wire, read field by field; a foreign system's answer is hostile until it was looked at. `null` is an absent field, and a field that is not read is ignored. */
export class WireRow {
  private constructor(private readonly fields: Readonly<Record<string, unknown>>, private readonly path: string) {}

  /** @throws WireShapeError when the value is no object */
  static of(value: unknown, path = ''): WireRow {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WireShapeError(`${path || 'the answer'} is not an object`);
    return new WireRow(value as Record<string, unknown>, path);
  }

  has(field: string): boolean {
    return Object.hasOwn(this.fields, field) && this.fields[field] !== null && this.fields[field] !== undefined;
  }

  /** `read(field)` under the same name, or nothing when the field is absent: to be spread. */
  given<Field extends string, Value>(field: Field, read: (field: Field) => Value): { readonly [Name in Field]?: Value } {
    return this.has(field) ? ({ [field]: read(field) } as { readonly [Name in Field]: Value }) : {};
  }

  /** A text that must be there and say something. */
  text(field: string, longest = LONGEST_TEXT): string {
    const value = this.fields[field];
    if (typeof value !== 'string' || value === '' || value.length > longest) throw this.wrong(field, `a text of 1 to ${longest} characters`);
    return value;
  }

  /** A whole number from 0. */
  count(field: string): number {
    const value = this.fields[field];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 2_147_483_647) throw this.wrong(field, 'a whole number from 0');
    return value;
  }

  /** An instant with an offset, in UTC. */
  instant(field: string): Instant {
    return toUtc(this.text(field));
  }

  day(field: string): PlantDate {
    const text = this.text(field);
    if (!isPlantDate(text)) throw this.wrong(field, 'a day');
    return text;
  }

  quantity(field: string): Quantity {
    const row = this.row(field);
    const quantity = { value: row.text('value'), unit: row.text('unit') };
    if (!DECIMAL_TEXT.test(quantity.value) || !isUnit(quantity.unit)) throw this.wrong(field, 'decimal text with a known unit');
    return normalQuantity(quantity);
  }

  /** A text out of a documented list. */
  oneOf<Value extends string>(field: string, list: readonly Value[]): Value {
    const text = this.text(field);
    const value = list.find((documented) => documented === text);
    if (value === undefined) throw this.wrong(field, `one of ${list.join(', ')}`);
    return value;
  }

  row(field: string): WireRow {
    return WireRow.of(this.fields[field], `${this.path}/${field}`);
  }

  rows(field: string): WireRow[] {
    return this.list(field).map((value, at) => WireRow.of(value, `${this.path}/${field}/${at}`));
  }

  texts(field: string): string[] {
    return this.list(field).map((value, at) => {
      if (typeof value !== 'string' || value === '') throw this.wrong(`${field}/${at}`, 'a text');
      return value;
    });
  }

  private list(field: string): unknown[] {
    const value = this.fields[field];
    if (!Array.isArray(value)) throw this.wrong(field, 'a list');
    return value;
  }

  private wrong(field: string, expected: string): WireShapeError {
    return new WireShapeError(`${this.path}/${field} is not ${expected}`);
  }
}
