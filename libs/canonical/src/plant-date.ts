import type { PlantDate } from './site.js';

const PLANT_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether the month has that day; months count from 1. Proleptic Gregorian calendar. */
export function dayExists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (month === 2 && isLeap ? 29 : LAST_DAYS[month - 1]);
}

/** A calendar day `YYYY-MM-DD` of the years 1970 to 9999 that exists: not 2026-02-30. */
export function isPlantDate(value: unknown): value is PlantDate {
  const parts = typeof value === 'string' ? PLANT_DATE.exec(value) : null;
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1970 && dayExists(year, month, day);
}
