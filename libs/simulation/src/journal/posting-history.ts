import type { CostEntry } from '../engine/cost-entry.js';
import type { ConfirmationDocument, StockDocument } from '../engine/documents.js';
import type { ErpCommand, ErpResults, Outcome } from '../engine/erp-command.js';
import { ErpEngine } from '../engine/erp-engine.js';

/** A command that the ERP accepted, and everything that it made: what somebody who watches the ERP is told. */
export interface PostedCommand {
  readonly siteId: string;
  /** Place in the plant's journal: 1 is the seed, no gaps, the same after every restart. */
  readonly sequence: number;
  readonly command: ErpCommand;
  readonly made: MadeDocuments;
}

/** New documents in posting order, each as it stood when the command was posted; a later reversal is a document of its own. */
export interface MadeDocuments {
  readonly confirmations: readonly ConfirmationDocument[];
  /** Those of follow-ups included that this command made possible. */
  readonly stockDocuments: readonly StockDocument[];
  readonly costEntries: readonly CostEntry[];
}

/** The engine of one plant with the list of all that it accepted. */
export class PostingHistory {
  readonly engine = new ErpEngine();
  private readonly posted: PostedCommand[] = [];

  constructor(private readonly siteId: string) {}

  /** The history after `commands`, which were all accepted once. @throws Error when one is refused now: the journal belongs to other rules */
  static replay(siteId: string, commands: Iterable<ErpCommand>): PostingHistory {
    const history = new PostingHistory(siteId);
    for (const command of commands) {
      const { outcome } = history.enter(command);
      if (!outcome.posted) throw new Error(`The journal cannot be replayed: ${command.type} of ${command.at} is refused with ${outcome.code} (${outcome.message}).`);
    }
    return history;
  }

  /** Applies the command; `posted` is its row when it was accepted. */
  enter<C extends ErpCommand>(command: C): { readonly outcome: Outcome<ErpResults[C['type']]>; readonly posted?: PostedCommand } {
    const { confirmations, stockDocuments, costEntries } = this.engine.view;
    const before = { confirmations: confirmations.size, stockDocuments: stockDocuments.size, costEntries: costEntries.length };
    const outcome = this.engine.apply(command);
    if (!outcome.posted) return { outcome };
    const posted: PostedCommand = {
      siteId: this.siteId, sequence: this.posted.length + 1, command,
      made: { confirmations: since(before.confirmations, confirmations), stockDocuments: since(before.stockDocuments, stockDocuments), costEntries: costEntries.slice(before.costEntries) },
    };
    this.posted.push(posted);
    return { outcome, posted };
  }

  /** At most `limit` rows from `sequence` on. */
  from(sequence: number, limit: number): readonly PostedCommand[] {
    return this.posted.slice(Math.max(sequence, 1) - 1, Math.max(sequence, 1) - 1 + limit);
  }
}

/** Documents beyond the first `known` ones. Their numbers run without gaps, so that the new ones are found without reading the old. */
function since<T>(known: number, documents: ReadonlyMap<string, T>): readonly T[] {
  if (documents.size === known) return [];
  const [first] = documents.keys();
  return Array.from({ length: documents.size - known }, (_unused, index) => documents.get(String(Number(first) + known + index))!);
}
