/** What something that happened to a work order in its ERP means for us. */
export interface WorkOrderHappening {
  /** How it is told on: `change` by `work-order.changed.v1`; `own` by an event of its own when it came through us; `none` by nothing, the order is only read again. */
  readonly told: 'change' | 'own' | 'none';
  /** Makes the running schedule wrong; what is released or confirmed was scheduled like that. */
  readonly replans: boolean;
  /** After it the ERP refuses no report because of a hold any more. */
  readonly endsHold: boolean;
}

/** All that may happen to a work order in its ERP, on a screen or through us. `issued`: material was issued to it apart from a confirmation. */
export const WORK_ORDER_HAPPENINGS = {
  created: { told: 'none', replans: false, endsHold: false },
  released: { told: 'own', replans: false, endsHold: false },
  held: { told: 'change', replans: true, endsHold: false },
  resumed: { told: 'change', replans: true, endsHold: true },
  cancelled: { told: 'change', replans: true, endsHold: true },
  closed: { told: 'change', replans: false, endsHold: true },
  quantityChanged: { told: 'change', replans: true, endsHold: false },
  dateChanged: { told: 'change', replans: true, endsHold: false },
  confirmed: { told: 'own', replans: false, endsHold: false },
  reversed: { told: 'own', replans: false, endsHold: false },
  issued: { told: 'none', replans: false, endsHold: false },
} as const satisfies Readonly<Record<string, WorkOrderHappening>>;

export type WorkOrderHappened = keyof typeof WORK_ORDER_HAPPENINGS;
