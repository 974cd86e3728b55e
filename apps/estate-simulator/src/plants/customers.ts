import type { PlantDate } from '@plantway/canonical';

/** A customer of a plant, as the customer system knows it. */
export interface PlantCustomer {
  readonly customerId: string;
  /** ISO 8601 days of the week on which it takes goods in, 1 is Monday. */
  readonly workDays: readonly number[];
  /** Month and day, `MM-DD`, of every year. */
  readonly holidays: readonly string[];
  /** Its working days between the day of the finish and the delivery. */
  readonly leadTimeDays: number;
}

const MONDAY_TO_FRIDAY = [1, 2, 3, 4, 5];
const GERMAN_HOLIDAYS = ['01-01', '05-01', '10-03', '12-25', '12-26'];
const AMERICAN_HOLIDAYS = ['01-01', '06-19', '07-04', '11-11', '12-25'];

/** Customers by demo plant. */
export const CUSTOMERS: Readonly<Record<string, readonly PlantCustomer[]>> = {
  BER1: [
    { customerId: 'C-HANSA', workDays: MONDAY_TO_FRIDAY, holidays: GERMAN_HOLIDAYS, leadTimeDays: 2 },
    { customerId: 'C-ALPIN', workDays: [1, 2, 3, 4, 5, 6], holidays: ['01-01', '01-06', '12-08', '12-25'], leadTimeDays: 4 },
    { customerId: 'C-GULF', workDays: [7, 1, 2, 3, 4], holidays: ['12-02', '12-03'], leadTimeDays: 6 },
  ],
  CHI1: [
    { customerId: 'C-LAKES', workDays: MONDAY_TO_FRIDAY, holidays: AMERICAN_HOLIDAYS, leadTimeDays: 1 },
    { customerId: 'C-PRAIRIE', workDays: [1, 2, 3, 4], holidays: AMERICAN_HOLIDAYS, leadTimeDays: 3 },
    { customerId: 'C-SEVEN', workDays: [1, 2, 3, 4, 5, 6, 7], holidays: [], leadTimeDays: 2 },
  ],
};

/** The holidays of a customer in the years from `year` on, as days. */
export function holidaysOf({ holidays }: PlantCustomer, year: number, years: number): readonly PlantDate[] {
  return Array.from({ length: years }, (_unused, place) => year + place).flatMap((each) => holidays.map((monthAndDay) => `${each}-${monthAndDay}`));
}
