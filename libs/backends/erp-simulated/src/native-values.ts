import { SIGNED_DECIMAL_TEXT, isPlantDate, normalDecimal, toUtc } from '@plantway/canonical';
import type { Instant, PlantDate, Quantity } from '@plantway/canonical';
import { NativeShapeError } from './native-row.js';
import type { NativeRow } from './native-row.js';

const STAMP = /^([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})([+-][0-9]{2})([0-9]{2})$/;
const NO_END = '99991231';

/** "20261122T064012+0100" → "2026-11-22T05:40:12.000Z". */
export function instantOf(stamp: string): Instant {
  const parts = STAMP.exec(stamp);
  if (parts === null) throw new NativeShapeError(`"${stamp}" is not a stamp`);
  const [, year, month, day, hour, minute, second, offsetHours, offsetMinutes] = parts;
  try {
    return toUtc(`${year}-${month}-${day}T${hour}:${minute}:${second}${offsetHours}:${offsetMinutes}`);
  } catch (cause) {
    throw new NativeShapeError(`"${stamp}" is no time`, { cause });
  }
}

/** "2026-11-22T05:40:12.000Z" → "20261122T054012+0000"; the wire keeps whole seconds. */
export function stampOf(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}+0000`;
}

/** "20261122" → "2026-11-22": a day of the plant, never shifted through a zone. */
export function plantDateOf(date: string): PlantDate {
  const day = date.replace(/^([0-9]{4})([0-9]{2})([0-9]{2})$/, '$1-$2-$3');
  if (!isPlantDate(day)) throw new NativeShapeError(`"${date}" is not a date`);
  return day;
}

/** As `plantDateOf`; undefined for "" and for the wire's date without end. */
export function endDateOf(date: string | undefined): PlantDate | undefined {
  return date === undefined || date === NO_END ? undefined : plantDateOf(date);
}

export function nativeDateOf(date: PlantDate): string {
  return date.replaceAll('-', '');
}

export function nativeFlagOf(value: boolean): string {
  return value ? 'X' : '';
}

/** Number and unit of two fields; the unit is the ERP's own code until the site's table translates it. */
export function quantityOf(row: NativeRow, number: string, unit: string): Quantity {
  return amountOf(row.text(number), row.text(unit));
}

/** Normal form of the ERP's number. One below zero is documented for stock and cancellations only: anywhere else it is not taken. */
export function amountOf(number: string, unit: string): Quantity {
  if (number.startsWith('-')) throw new NativeShapeError(`"${number}" is below zero`);
  return signedAmountOf(number, unit);
}

/** As `quantityOf`, of a number that may be below zero: stock, and what a cancellation books. */
export function signedQuantityOf(row: NativeRow, number: string, unit: string): Quantity {
  return signedAmountOf(row.text(number), row.text(unit));
}

function signedAmountOf(number: string, unit: string): Quantity {
  if (!SIGNED_DECIMAL_TEXT.test(number)) throw new NativeShapeError(`"${number}" is not a number`);
  return { value: normalDecimal(number), unit };
}

/** What a cancellation books, which the wire writes as "-60", without its sign. */
export function withoutSign({ value, unit }: Quantity): Quantity {
  return { value: value.replace('-', ''), unit };
}

/** A number without sign and fraction: "20000". */
export function wholeNumberOf(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new NativeShapeError(`"${text}" is not a whole number`);
  return Number(text);
}
