import { isAmountText } from '../engine/exact-amount.js';
import type { Quantity } from '@plantway/canonical';
import { fromNativeUnit } from './native-codes.js';
import { malformed } from './native-fault.js';
import { fromNativeDate, fromStamp } from './native-stamp.js';

const STAMP_FORM = 'must be a stamp as YYYYMMDDTHHMMSS+HHMM.';

/** Reads one JSON object of the wire, field by field, and refuses what is left over. Every method throws NativeFault `SYS-400`. */
export class NativeFields {
  private readonly left: Set<string>;
  private readonly fields: Readonly<Record<string, unknown>>;

  constructor(body: unknown, private readonly place = '') {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw malformed(place === '' ? 'body' : place, 'must be an object.');
    this.fields = body as Readonly<Record<string, unknown>>;
    this.left = new Set(Object.keys(body));
  }

  /** "" when it is left out. */
  text(name: string): string {
    this.left.delete(name);
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : '';
    if (typeof value !== 'string' || value.length > 200) throw malformed(this.path(name), 'must be text of at most 200 characters.');
    return value;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === '') throw malformed(this.path(name), 'is missing.');
    return value;
  }

  /** Undefined when it is left out or "". */
  optional(name: string): string | undefined {
    return this.text(name) || undefined;
  }

  flag(name: string): boolean {
    return this.oneOf(name, ['X', '']) === 'X';
  }

  oneOf<T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name);
    if (!choices.includes(value as T)) throw malformed(this.path(name), `must be one of ${choices.map((choice) => `"${choice}"`).join(', ')}.`);
    return value as T;
  }

  amount(name: string): string {
    const value = this.required(name);
    if (!isAmountText(value)) throw malformed(this.path(name), 'must be a decimal number, zero or more, as text.');
    return value;
  }

  quantity(amountName: string, unitName: string): Quantity {
    return { value: this.amount(amountName), unit: fromNativeUnit(this.required(unitName)) };
  }

  /** Undefined when the amount is left out or "". */
  optionalQuantity(amountName: string, unitName: string): Quantity | undefined {
    if (this.text(amountName) !== '') return this.quantity(amountName, unitName);
    this.text(unitName);
    return undefined;
  }

  date(name: string): string {
    return fromNativeDate(this.required(name)) ?? this.refuse(name, 'must be a day as YYYYMMDD.');
  }

  stamp(name: string): string {
    return fromStamp(this.required(name)) ?? this.refuse(name, STAMP_FORM);
  }

  optionalStamp(name: string): string | undefined {
    const value = this.text(name);
    return value === '' ? undefined : (fromStamp(value) ?? this.refuse(name, STAMP_FORM));
  }

  texts(name: string): readonly string[] {
    return this.array(name).map((value, index) => (typeof value === 'string' && value !== '' ? value : this.refuse(`${name}[${index}]`, 'must be text.')));
  }

  rows<T>(name: string, read: (row: NativeFields) => T): readonly T[] {
    return this.array(name).map((value, index) => {
      const row = new NativeFields(value, this.path(`${name}[${index}]`));
      const result = read(row);
      row.requireNothingElse();
      return result;
    });
  }

  requireNothingElse(): void {
    for (const name of this.left) throw malformed(this.path(name), 'is not a field of this record.');
  }

  private array(name: string): readonly unknown[] {
    this.left.delete(name);
    const value = Object.hasOwn(this.fields, name) ? this.fields[name] : [];
    return Array.isArray(value) ? value : this.refuse(name, 'must be a list.');
  }

  private refuse(name: string, problem: string): never {
    throw malformed(this.path(name), problem);
  }

  private path(name: string): string {
    return this.place === '' ? name : `${this.place}.${name}`;
  }
}
