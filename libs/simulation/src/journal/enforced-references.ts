import type { ErpCommand, ErpResults } from '../engine/erp-command.js';
import type { ErpEngine } from '../engine/erp-engine.js';

type Result = ErpResults[ErpCommand['type']];

/**
 * References as keys: a write under one that the ERP knows already is not made again, it is answered with what the first one made. What was written before the ERP started keeps its key;
 * what is written after that keeps it for `keptMs` of technical time, or as long as it stands.
 */
export class EnforcedReferences {
  private readonly writtenAt = new Map<string, number>();

  constructor(private readonly keptMs: number | undefined, private readonly now: () => number = () => performance.now()) {}

  /** What stands under the reference of `command`; undefined when it has none, or it is not known, or not any more. */
  known(engine: ErpEngine, command: Partial<ErpCommand>): Result | undefined {
    const reference = referenceOf(command);
    if (reference === undefined || this.isForgotten(reference)) return undefined;
    switch (command.type) {
      case 'confirm': case 'reverse': return engine.confirmationsUnder(reference).at(-1);
      case 'issueGoods': return engine.stockDocuments().findLast((row) => row.reference === reference && row.confirmationNumber === undefined);
      case 'createPlannedOrder': return engine.plannedOrders().find((row) => row.reference === reference);
      case 'convertPlannedOrder': return engine.plannedOrders().find((row) => row.conversion?.reference === reference);
      case 'setLotStatus': return engine.lotStatusChanges().findLast((row) => row.reference === reference);
      case 'holdOrder': case 'resumeOrder': case 'cancelOrder': case 'changeOrder': return changedOrder(engine, reference);
      default: return undefined;
    }
  }

  written(command: Partial<ErpCommand>): void {
    const reference = referenceOf(command);
    if (reference !== undefined && this.keptMs !== undefined) this.writtenAt.set(reference, this.now());
  }

  private isForgotten(reference: string): boolean {
    const writtenAt = this.writtenAt.get(reference);
    return writtenAt !== undefined && this.now() - writtenAt >= this.keptMs!;
  }
}

function referenceOf(command: Partial<ErpCommand>): string | undefined {
  return ('reference' in command ? command.reference : undefined) || undefined;
}

/** The order as it was answered to the change: under the revision that the change gave it. */
function changedOrder(engine: ErpEngine, reference: string): Result | undefined {
  const change = engine.orderChanges().findLast((row) => row.reference === reference);
  const order = change && engine.order(change.workOrderId);
  return order && { ...order, revision: change.revision };
}
