import type { DowntimeReason } from '@plantway/canonical';

/** The codes from the top of the tree down to this one; a code that the tree does not have stands alone. */
export function reasonPath(tree: readonly DowntimeReason[], code: string): readonly string[] {
  const parentOf = new Map(tree.map((reason) => [reason.code, reason.parentCode]));
  const path: string[] = [];
  for (let at: string | undefined = code; at !== undefined && !path.includes(at); at = parentOf.get(at)) path.unshift(at);
  return path;
}

/** The code and every code below it; a code that the tree does not have stands alone. */
export function reasonsAtOrBelow(tree: readonly DowntimeReason[], code: string): readonly string[] {
  return [code, ...tree.map((reason) => reason.code).filter((each) => each !== code && reasonPath(tree, each).includes(code))];
}
