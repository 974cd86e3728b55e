import { toUtc, type Instant } from '@plantway/canonical';

/** The data of an event as a reader of it must take them: a member that is not there, or is something else, is undefined and never a failure. */
export class EventData {
  private readonly members: Readonly<Record<string, unknown>>;

  constructor(data: unknown) {
    this.members = isObject(data) ? data : {};
  }

  text(name: string): string | undefined {
    const value = this.members[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** A decimal, as text: one author writes it so, another as a number. */
  decimal(name: string): string | undefined {
    const value = this.members[name];
    const text = typeof value === 'number' ? String(value) : value;
    return typeof text === 'string' && /^-?\d{1,18}(\.\d{1,12})?$/.test(text) ? text : undefined;
  }

  integer(name: string): number | undefined {
    const value = this.members[name];
    return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 2 ** 31 ? value : undefined;
  }

  flag(name: string): boolean {
    return this.members[name] === true;
  }

  /** In UTC. */
  instant(name: string): Instant | undefined {
    try {
      return notBeforeOurEra(toUtc(this.text(name) ?? ''));
    } catch {
      return undefined;
    }
  }

  /** `YYYY-MM-DD`. */
  day(name: string): string | undefined {
    const day = this.text(name);
    if (day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
    const midnight = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day) ? notBeforeOurEra(day) : undefined; // not the 30th of February
  }

  object(name: string): EventData | undefined {
    return isObject(this.members[name]) ? new EventData(this.members[name]) : undefined;
  }

  objects(name: string): readonly EventData[] {
    const value = this.members[name];
    return Array.isArray(value) ? value.filter(isObject).map((each) => new EventData(each)) : [];
  }

  /** Those of the named members that are there. */
  pick(names: readonly string[]): Readonly<Record<string, unknown>> {
    return Object.fromEntries(names.filter((name) => this.members[name] !== undefined && this.members[name] !== null).map((name) => [name, this.members[name]]));
  }

  /** All members, as they came. */
  get all(): Readonly<Record<string, unknown>> {
    return this.members;
  }
}

/** PostgreSQL has no year 0. */
const notBeforeOurEra = (text: string): string | undefined => (text >= '0001' ? text : undefined);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
