import type { ChaosCounts, judge } from './judge.mjs';

/** What counts against the gateway; see grade.mjs. */
export function grade(
  verdict: Pick<ReturnType<typeof judge>, 'counts' | 'findings'>,
  alarms: ReadonlyMap<string, string>,
  options: { readonly longPauses: boolean; readonly guarantee: 'K' | 'R'; readonly sabotage?: string },
): { readonly counts: ChaosCounts & { readonly silent: number }; readonly isClean: boolean };
