/** What the judge counts. */
export interface ChaosCounts {
  readonly lost: number;
  readonly duplicates: number;
  readonly outOfOrder: number;
  readonly reversalsBeforeOriginals: number;
  readonly different: number;
  readonly notSent: number;
  readonly unfinished: number;
  readonly wronglyParked: number;
}

/** Compares the MES's log with the ERP's ledger; see judge.mjs. */
export function judge(evidence: {
  readonly accepted: readonly object[];
  readonly ledger: { readonly feedbacks: readonly object[]; readonly stockDocs: readonly object[] };
  readonly messages: ReadonlyMap<string, object>;
}): { readonly counts: ChaosCounts; readonly findings: readonly { readonly kind: keyof ChaosCounts; readonly words: string; readonly orderNo?: string }[]; readonly documents: number; readonly parked: number };
