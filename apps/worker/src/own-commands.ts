import type { Instant, MessageKind, PlantDate } from '@plantway/canonical';
import type { Acceptance, Intake } from '@plantway/messaging';
import type { ExecutionEffect } from '@plantway/ports';

/** Source system of what the gateway asks of itself. */
export const PLANTWAY = 'plantway';

/** Something that the gateway asks of itself, because of an event. */
export interface OwnCommand {
  readonly siteId: string;
  readonly kind: MessageKind;
  /** The same for ever, so that a repeated event asks for it once. */
  readonly senderId: string;
  readonly laneKey: string;
  readonly correlationId: string;
  /** Message that caused it: whoever sent that one answers for this one, and may not approve it. */
  readonly causationId?: string;
  readonly command: unknown;
  /** Work order by which a person finds it. */
  readonly workOrderId?: string;
  readonly effects?: readonly ExecutionEffect[];
}

export interface OwnCommandsOptions {
  readonly intake: Pick<Intake, 'accept'>;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
  readonly dayOf: (siteId: string, instant: Instant) => PlantDate;
  /** Credential with which a message was accepted; undefined when the site has no such message. */
  readonly acceptedByOf: (siteId: string, messageId: string) => Promise<string | undefined>;
}

/** Stores what the gateway asks of itself as messages like any other. */
export class OwnCommands {
  constructor(private readonly options: OwnCommandsOptions) {}

  /** Stores it, or recognises it. `conflict`: something else is stored under its name. @throws what `Intake.accept` throws */
  async accept({ command, workOrderId, ...own }: OwnCommand): Promise<Acceptance> {
    const { intake, businessNow, dayOf, acceptedByOf } = this.options;
    const today = dayOf(own.siteId, businessNow().toISOString());
    const acceptedBy = (own.causationId === undefined ? undefined : await acceptedByOf(own.siteId, own.causationId)) ?? PLANTWAY;
    return intake.accept({
      ...own, sourceSystem: PLANTWAY, acceptedBy, received: command, canonical: command,
      search: { ...(workOrderId !== undefined && { workOrderId }), lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    });
  }
}
