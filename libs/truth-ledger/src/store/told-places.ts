import { createHash } from 'node:crypto';
import { mayHaveGaps } from '../observation.js';
import type { Observation } from '../observation.js';

/** How far a source was heard. */
export interface SourcePlaces {
  /** Everything from 1 to here was told. */
  readonly through: number;
  readonly highest: number;
  readonly count: number;
  /** Numbers below the highest that were never told, at most the first hundred; none for a source that may leave some out. */
  readonly missing: readonly number[];
}

const MISSING_SHOWN = 100;

/** Which observations are known, each with the mark of its content. */
export class ToldPlaces {
  private readonly marks = new Map<string, Map<number, string>>();
  private readonly contradicted = new Set<string>();

  /** What of a batch is new, and what contradicts an earlier telling, also one of the same batch. Changes nothing. */
  sort(observations: readonly Observation[]): {
    readonly fresh: readonly Observation[];
    readonly known: number;
    readonly contradicted: number;
    /** Names that were not noted before. */
    readonly contradictions: readonly string[];
  } {
    const fresh = new Map<string, { readonly observation: Observation; readonly mark: string }>();
    const contradictions = new Set<string>();
    let known = 0;
    let contradicted = 0;
    for (const observation of observations) {
      const name = nameOf(observation);
      const mark = markOf(observation);
      const before = this.marks.get(observation.source)?.get(observation.sequence) ?? fresh.get(name)?.mark;
      if (before === undefined) fresh.set(name, { observation, mark });
      else if (before === mark) known += 1;
      else {
        contradicted += 1;
        if (!this.contradicted.has(name)) contradictions.add(name);
      }
    }
    return { fresh: [...fresh.values()].map(({ observation }) => observation), known, contradicted, contradictions: [...contradictions] };
  }

  take(observations: readonly Observation[], contradictions: readonly string[]): void {
    for (const observation of observations) {
      const marks = this.marks.get(observation.source) ?? new Map<number, string>();
      if (!marks.has(observation.sequence)) marks.set(observation.sequence, markOf(observation));
      this.marks.set(observation.source, marks);
    }
    for (const name of contradictions) this.contradicted.add(name);
  }

  places(): Readonly<Record<string, SourcePlaces>> {
    return Object.fromEntries([...this.marks].map(([source, marks]) => {
      let through = 0;
      while (marks.has(through + 1)) through += 1;
      const highest = [...marks.keys()].reduce((most, sequence) => Math.max(most, sequence), 0);
      const missing: number[] = [];
      for (let place = through + 1; place < highest && missing.length < MISSING_SHOWN && !mayHaveGaps(source); place += 1) if (!marks.has(place)) missing.push(place);
      return [source, { through, highest, count: marks.size, missing }];
    }));
  }

  contradictions(): readonly string[] {
    return [...this.contradicted];
  }
}

function nameOf({ source, sequence }: Observation): string {
  return `${source}#${sequence}`;
}

/** The same for the same content, in whatever order its fields stand. A decision is one, however often and in whatever words it is explained. */
function markOf({ siteId, fact }: Observation): string {
  return createHash('sha256').update(JSON.stringify([siteId, fact.type === 'explained' ? fact.type : ordered(fact)])).digest('base64url').slice(0, 16);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined).sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, field]) => [key, ordered(field)]));
}
