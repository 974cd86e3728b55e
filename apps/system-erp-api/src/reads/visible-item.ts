import type { Item } from '@plantway/canonical';
import type { Credential } from '@plantway/http';

/** Roles that plan or judge money; a MES works with the item and not with its cost. */
const MAY_SEE_COST: ReadonlySet<string> = new Set(['planner', 'supervisor', 'erpTeam', 'admin']);

/** The item as this caller may see it. */
export function visibleItem(item: Item, { role }: Credential): Item {
  if (MAY_SEE_COST.has(role)) return item;
  const visible: { -readonly [Name in keyof Item]: Item[Name] } = { ...item };
  delete visible.standardCost;
  return visible;
}
