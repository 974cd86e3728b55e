import type { MaterialConsumption, MessageKind, PlannedOrder, ProductionConfirmation } from '@plantway/canonical';

/** Codes of messages that are with a person because the ERP lacks master data; they go on by themselves when it has them. */
export const MASTER_DATA_CODES = ['ITEM_UNKNOWN', 'LOT_UNKNOWN', 'WORK_CENTER_UNKNOWN'] as const;
export type MasterDataCode = (typeof MASTER_DATA_CODES)[number];

/** What the ERP must have before a message can be posted. Only what a refusal of that code may be about. */
export interface NamedMasterData {
  readonly items: readonly string[];
  readonly lots: readonly { readonly itemId: string; readonly lotId: string }[];
  readonly workCenters: readonly string[];
}

/** What a message names that the ERP may lack after a refusal of the code; undefined when it names nothing of the kind, or nobody can tell. */
export function namedMasterData(kind: MessageKind, code: MasterDataCode, command: unknown): NamedMasterData | undefined {
  const { items, lots, workCenters } = namedBy(kind, command) ?? NOTHING;
  switch (code) {
    case 'ITEM_UNKNOWN': return items.length === 0 ? undefined : { ...NOTHING, items };
    case 'LOT_UNKNOWN': return lots.length === 0 ? undefined : { ...NOTHING, lots };
    case 'WORK_CENTER_UNKNOWN': return workCenters.length === 0 ? undefined : { ...NOTHING, workCenters };
  }
}

const NOTHING: NamedMasterData = { items: [], lots: [], workCenters: [] };

function namedBy(kind: MessageKind, command: unknown): NamedMasterData | undefined {
  switch (kind) {
    case 'productionConfirmation': {
      const { consumptions, otherOutputs, workCenterId } = command as ProductionConfirmation;
      return {
        items: [...new Set([...consumptions, ...otherOutputs].map(({ itemId }) => itemId))],
        lots: consumptions.flatMap(({ itemId, lotId }) => (lotId === undefined ? [] : [{ itemId, lotId }])),
        workCenters: workCenterId === undefined ? [] : [workCenterId],
      };
    }
    case 'materialConsumption': {
      const { itemId, lotId } = command as MaterialConsumption;
      return { items: [itemId], lots: lotId === undefined ? [] : [{ itemId, lotId }], workCenters: [] };
    }
    case 'plannedOrder': return { items: [(command as PlannedOrder).itemId], lots: [], workCenters: [] };
    default: return undefined;
  }
}
