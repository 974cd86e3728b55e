/** CloudEvents 1.0 envelope, as Plantway emits it. `type` is past tense and versioned: "production.confirmed.v1". */
export interface PlantwayEvent<Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly type: string;
  /** "/sites/{siteId}". */
  readonly source: string;
  /** Business key of the object that the event is about. */
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly siteid: string;
  readonly correlationid: string;
  readonly causationid?: string;
  readonly data: Data;
}
