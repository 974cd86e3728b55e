import type { SettingDeclarations } from '@plantway/canonical';
import { SettingsError } from './settings-error.js';

/** Business time of a process: the technical clock, unless simulated plants run faster. */
export const BUSINESS_TIME_SETTINGS = {
  businessTime: {
    variable: 'BUSINESS_TIME', type: 'text', optional: true,
    meaning: 'Business time of simulated plants, which due dates, shifts and machine stops follow: "PLANT_INSTANT@INSTANT*SPEED", what it shows at an instant and how many times as fast it runs, such as 2026-11-22T05:00:00Z@2026-11-22T21:00:00Z*3600. Left out at a real plant: business time is the technical clock.',
  },
} as const satisfies SettingDeclarations;

const SHAPE = /^(?<plant>[^@*]+)@(?<since>[^@*]+)\*(?<speed>[1-9][0-9]{0,5})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The business clock that the setting describes; the technical one when it is left out.
 * @throws SettingsError when the text is none of that shape
 */
export function businessClock({ businessTime }: { readonly businessTime?: string }, technicalNow: () => Date): () => Date {
  if (businessTime === undefined) return technicalNow;
  const { plant = '', since = '', speed = '' } = SHAPE.exec(businessTime)?.groups ?? {};
  if (![plant, since].every((instant) => INSTANT.test(instant) && !Number.isNaN(Date.parse(instant)))) {
    throw new SettingsError([{ variable: 'BUSINESS_TIME', problem: 'must be PLANT_INSTANT@INSTANT*SPEED, both instants with an offset and the speed a whole number from 1' }]);
  }
  return () => new Date(Date.parse(plant) + (technicalNow().getTime() - Date.parse(since)) * Number(speed));
}

/** How many times as fast as the technical clock business time runs; 1 when the setting is left out, or `businessClock` refuses it. */
export function businessSpeed({ businessTime }: { readonly businessTime?: string }): number {
  return Number(SHAPE.exec(businessTime ?? '')?.groups?.['speed'] ?? 1);
}
