import type { MaterialConsumption, MessageKind, ProductionConfirmation } from '@plantway/canonical';
import type { KnownOrders } from '@plantway/execution';
import type { MessageFilter, MessageReader, MessageSummary, PastCommands } from '@plantway/messaging';
import type { CallOptions, MappedCommand, MappingOutcome, MappingPreviews, TriedMapping } from '@plantway/ports';

/** What a mapping translates by codes; messages of other kinds carry none of them. */
const MAPPED_KINDS: readonly MessageKind[] = ['productionConfirmation', 'materialConsumption'];

/** A message of which the outcome would be another one. */
export interface ReplayedMessage extends MappingOutcome {
  readonly message: MessageSummary;
}

export interface ReplayPage {
  readonly different: readonly ReplayedMessage[];
  /** How many messages were looked at, and how many of them carry no code at all. */
  readonly looked: number;
  readonly notMapped: number;
  /** Of those that differ: every word is there now and would be missing, or the other way round. */
  readonly wouldFail: number;
  readonly wouldMend: number;
  /** Acceptance of the last message that was looked at; undefined when there was none. */
  readonly lookedThrough?: string;
  readonly nextCursor: string | null;
}

export interface MappingReplayOptions {
  readonly reader: MessageReader;
  readonly commands: PastCommands;
  readonly orders: KnownOrders;
  /** In the system tier. */
  readonly previews: MappingPreviews;
}

/** Looks how messages of the past would be told to the ERP under another mapping. Reads only: nothing is sent, and no message changes. */
export class MappingReplay {
  constructor(private readonly options: MappingReplayOptions) {}

  /** One page of the messages that meet the filter, in the order of acceptance. Errors as in `MessageReader.list` and `MappingPreviews.previewMapping`. */
  async page(siteId: string, mapping: TriedMapping, filter: MessageFilter, call: CallOptions = {}): Promise<ReplayPage> {
    const { reader, previews } = this.options;
    const { items, nextCursor } = await reader.list(siteId, filter);
    const commands = await this.commandsOf(siteId, items.filter(({ kind }) => MAPPED_KINDS.includes(kind)));
    const outcomes = commands.length === 0 ? [] : await previews.previewMapping(siteId, mapping, commands.map(({ command }) => command), call);
    const different = commands.flatMap(({ message }, at) => (differs(outcomes[at]) ? [{ message, ...outcomes[at] }] : []));
    const last = items.at(-1);
    return {
      different, looked: items.length, notMapped: items.length - commands.length,
      wouldFail: different.filter(({ before, after }) => before.isMapped && !after.isMapped).length,
      wouldMend: different.filter(({ before, after }) => !before.isMapped && after.isMapped).length,
      ...(last !== undefined && { lookedThrough: last.acceptedAt }), nextCursor,
    };
  }

  private async commandsOf(siteId: string, messages: readonly MessageSummary[]): Promise<readonly { readonly message: MessageSummary; readonly command: MappedCommand }[]> {
    const stored = await this.options.commands.of(siteId, messages.map(({ messageId }) => messageId));
    const items = await this.options.orders.itemsOf(siteId, [...new Set(messages.flatMap(({ workOrderId }) => workOrderId ?? []))]);
    return messages.flatMap((message): readonly { readonly message: MessageSummary; readonly command: MappedCommand }[] => {
      const body = stored.get(message.messageId);
      if (body === undefined) return [];
      if (message.kind === 'materialConsumption') return [{ message, command: { action: 'consume', consumption: body as MaterialConsumption } }];
      const confirmation = body as ProductionConfirmation;
      const producedItemId = items.get(confirmation.workOrderId);
      return [{ message, command: { action: 'confirm', confirmation, ...(producedItemId !== undefined && { producedItemId }) } }];
    });
  }
}

/** Another word for something, or a word that is missing in one of both, or another one that is missing. */
function differs({ before, after, differences }: MappingOutcome): boolean {
  if (before.isMapped || after.isMapped) return before.isMapped !== after.isMapped || differences.length > 0;
  return before.reason !== after.reason;
}
