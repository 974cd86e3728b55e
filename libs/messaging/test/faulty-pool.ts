import type pg from 'pg';

/** What happens to one statement. `dieBefore`: the process is gone before the database hears of it; `dieAfter`: it is committed, and nobody lives to know. */
export type StatementFate = 'pass' | 'dieBefore' | 'dieAfter' | { readonly holdUntil: Promise<void> } | { readonly failsAfter: Error } | { readonly failsBefore: Error };

/**
 * The pool of one process that can die: from then on nothing it asks for reaches the database, and it hears of nothing.
 * Only `query` is played, which is all that delivery uses.
 */
export class FaultyPool {
  dead = false;
  /** Statements under way. */
  inFlight = 0;
  private onQuiet: (() => void)[] = [];

  /** @param fate asked for every statement, by its name and how many of that name came before */
  constructor(private readonly pool: pg.Pool, private readonly fate: (name: string, before: number) => StatementFate = () => 'pass') {}

  private readonly counts = new Map<string, number>();

  get options(): pg.PoolOptions {
    return this.pool.options;
  }

  asPool(): pg.Pool {
    return this as unknown as pg.Pool;
  }

  async query(statement: pg.QueryConfig): Promise<unknown> {
    if (this.dead) return death();
    const name = statement.name ?? statement.text;
    const before = this.counts.get(name) ?? 0;
    this.counts.set(name, before + 1);
    const fate = this.fate(name, before);
    if (fate === 'dieBefore') return this.die();
    this.inFlight += 1;
    try {
      if (typeof fate === 'object' && 'holdUntil' in fate) await fate.holdUntil;
      if (typeof fate === 'object' && 'failsBefore' in fate) throw fate.failsBefore;
      const result = await this.pool.query(statement);
      if (typeof fate === 'object' && 'failsAfter' in fate) throw fate.failsAfter;
      if (fate === 'dieAfter') return this.die();
      return this.dead ? death() : result;
    } finally {
      this.inFlight -= 1;
      if (this.inFlight === 0) this.onQuiet.splice(0).forEach((resolve) => resolve());
    }
  }

  /** Resolves when no statement is under way, and none begins in the next few turns of the event loop. */
  async quiet(): Promise<void> {
    for (let turns = 0; turns < 4; turns += 1) {
      if (this.inFlight > 0) {
        await new Promise<void>((resolve) => this.onQuiet.push(resolve));
        turns = 0;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  private die(): Promise<never> {
    this.dead = true;
    return death();
  }
}

/** A process that is gone never hears anything again. */
function death(): Promise<never> {
  return new Promise(() => undefined);
}
