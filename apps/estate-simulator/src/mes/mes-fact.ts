import type { Consumption, Instant, Labor, LotQuantity, MachineTime, OtherOutput, Quantity, Scrap, SerialGenealogy } from '@plantway/canonical';
import type { process } from '@plantway/clients';

/** A report as it goes over the wire. */
export type Report = process.ProductionConfirmationDto;
/** Material that was used, told apart from what was made, as it goes over the wire. */
export type ConsumptionReport = process.MaterialConsumptionDto;

/**
 * What really was made and used between a report and the one before it, whatever the report's own numbers are: running totals have deltas here too, and a recount
 * that takes something back is below zero.
 */
export interface PhysicalWork {
  readonly kind: 'partial' | 'final';
  readonly yield: Quantity;
  readonly scrap: readonly Scrap[];
  /** Pieces put aside to be worked again; they come back in a later report as yield or scrap. */
  readonly rework: Quantity;
  readonly producedLots: readonly LotQuantity[];
  readonly serialNumbers: readonly string[];
  readonly genealogy: readonly SerialGenealogy[];
  /** Without what was told apart. */
  readonly consumptions: readonly Consumption[];
  readonly otherOutputs: readonly OtherOutput[];
  readonly labor: readonly Labor[];
  readonly machineTimes: readonly MachineTime[];
}

interface AnsweredFact {
  readonly siteId: string;
  /** Place in the order in which the gateway answered what this site's MES said, from 1 without gaps. */
  readonly sequence: number;
}

interface AcceptedFact extends AnsweredFact {
  /** Message that the gateway made of it. */
  readonly messageId: string;
  /** Business time at which the MES learned that it was accepted. */
  readonly acceptedAt: Instant;
}

/** The gateway accepted a report. `report` is the body, word for word; a correction names the report it `replaces`, whose work no longer counts. */
export interface ConfirmedFact extends AcceptedFact {
  readonly type: 'confirmed';
  readonly report: Report;
  readonly work: PhysicalWork;
}

/** The gateway accepted a report of material. */
export interface ConsumedFact extends AcceptedFact {
  readonly type: 'consumed';
  readonly consumption: ConsumptionReport;
}

/** The gateway accepted that a report is taken back: its work no longer counts. */
export interface TakenBackFact extends AcceptedFact {
  readonly type: 'takenBack';
  readonly reversalId: string;
  readonly confirmationId: string;
}

/** The gateway will never take a report, one of material or a reversal, and said why. */
export interface RefusedFact extends AnsweredFact {
  readonly type: 'refused';
  readonly said:
    | { readonly type: 'report'; readonly report: Report; readonly work: PhysicalWork } | { readonly type: 'consumption'; readonly consumption: ConsumptionReport }
    | { readonly type: 'reversal'; readonly reversalId: string; readonly confirmationId: string };
  /** The gateway's error code, and its words. */
  readonly code: string;
  readonly detail: string;
  /** Business time. */
  readonly refusedAt: Instant;
}

/** What a site's MES did, as a truth ledger needs it: one fact for each report, report of material and reversal, at the moment of the gateway's final answer. */
export type MesFact = ConfirmedFact | ConsumedFact | TakenBackFact | RefusedFact;

/** Reports, those of material and reversals: how many the MES has written to say, and how many of them have a final answer. */
export interface MesProgress {
  readonly said: number;
  readonly answered: number;
}
