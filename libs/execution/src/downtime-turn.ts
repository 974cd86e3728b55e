import type { Downtime, EquipmentState } from '@plantway/canonical';

/** What a state that a machine says does to its downtime. `changes`: it goes on as one of the other kind. */
export type DowntimeTurn = 'none' | 'begins' | 'goesOn' | 'changes' | 'ends';

/**
 * The downtime of a machine after it said `state`, beside the one that stands open. A machine that says nothing (`unknown`) may stand still as before; one that is
 * `off` has not failed: whoever switches a failed machine off goes on saying `down`.
 */
export function turnOf(open: Downtime['kind'] | undefined, state: EquipmentState): DowntimeTurn {
  switch (state) {
    case 'down':
    case 'plannedDown': return open === undefined ? 'begins' : open === state ? 'goesOn' : 'changes';
    case 'unknown': return open === undefined ? 'none' : 'goesOn';
    case 'running':
    case 'idle':
    case 'setup':
    case 'off': return open === undefined ? 'none' : 'ends';
  }
}
