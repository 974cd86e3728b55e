import { erpConditionOf, erpConditionPrefix, type ErpCondition, type ErpConditionKind } from '@plantway/flows';
import type { WaitingConditions } from '@plantway/messaging';

/** What a watcher needs beside the ERP. */
export interface WatchTools {
  readonly waiting: Pick<WaitingConditions, 'keys' | 'tryOneOfEach'>;
  /** Has everybody looked at who waits under one of the keys. */
  readonly wake: (keys: readonly string[]) => Promise<void>;
}

export interface WatchedKey<Kind extends ErpConditionKind> {
  readonly key: string;
  readonly condition: Extract<ErpCondition, { readonly kind: Kind }>;
}

/** The conditions of a kind for which messages of the site wait, in pages. @param after only those behind this key */
export async function* watchedKeys<Kind extends ErpConditionKind>({ waiting }: Pick<WatchTools, 'waiting'>, kind: Kind, siteId: string, after = ''): AsyncGenerator<readonly WatchedKey<Kind>[], void, undefined> {
  for await (const keys of waiting.keys(erpConditionPrefix(kind, siteId), after)) {
    yield keys.flatMap((key) => {
      const condition = erpConditionOf(kind, siteId, key);
      return condition === undefined ? [] : [{ key, condition: condition as WatchedKey<Kind>['condition'] }];
    });
  }
}

/** So many different things of a kind are asked for at one site within one look. */
export const MOST_ASKED = 500;

/** Walks over what is waited for where each thing costs a question: `MOST_ASKED` a look, and the next look goes on where this one ended. */
export class Rounds<Kind extends ErpConditionKind> {
  /** Key behind which the next look goes on, by site; absent when it begins anew. */
  private readonly places = new Map<string, string>();

  constructor(private readonly tools: Pick<WatchTools, 'waiting'>, private readonly kind: Kind, private readonly most = MOST_ASKED) {}

  async *next(siteId: string): AsyncGenerator<readonly WatchedKey<Kind>[], void, undefined> {
    const from = this.places.get(siteId) ?? '';
    this.places.delete(siteId);
    let asked = 0;
    for await (const page of watchedKeys(this.tools, this.kind, siteId, from)) {
      yield page;
      asked += page.length;
      if (asked >= this.most) return void this.places.set(siteId, page.at(-1)!.key);
    }
  }

  /** Whether the last look came to the end. */
  isComplete(siteId: string): boolean {
    return !this.places.has(siteId);
  }
}

/** At most this many questions are with one ERP at a time. */
const AT_A_TIME = 4;

/** Asks for each subject, a few at a time; answers those of which it is so. */
export async function those<Subject>(subjects: readonly Subject[], isSo: (subject: Subject) => Promise<boolean>): Promise<readonly Subject[]> {
  const found: Subject[] = [];
  for (let at = 0; at < subjects.length; at += AT_A_TIME) {
    const some = subjects.slice(at, at + AT_A_TIME);
    const answers = await Promise.all(some.map(isSo));
    found.push(...some.filter((_, index) => answers[index]));
  }
  return found;
}
