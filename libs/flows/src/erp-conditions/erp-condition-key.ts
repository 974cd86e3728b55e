import { stockKey } from '../confirm-production/wait-keys.js';

/** A condition that only the ERP fulfils, with what has to be looked at there. The worker looks for everybody who waits for it. */
export type ErpCondition =
  | { readonly kind: 'periodOpened'; readonly siteId: string; readonly postingDate: string }
  | { readonly kind: 'lotReleased'; readonly siteId: string; readonly itemId: string; readonly lotId: string }
  | { readonly kind: 'stockArrived'; readonly siteId: string; readonly itemId: string }
  | { readonly kind: 'lockGone'; readonly siteId: string; readonly workOrderId: string };

export type ErpConditionKind = ErpCondition['kind'];

/** How the key of every such condition at a site begins. */
export function erpConditionPrefix(kind: ErpConditionKind, siteId: string): string {
  return kind === 'stockArrived' ? stockKey(siteId, '') : `${kind}:${siteId}:`;
}

/** The name under which messages wait for it. */
export function erpConditionKey(condition: ErpCondition): string {
  return `${erpConditionPrefix(condition.kind, condition.siteId)}${subjectOf(condition)}`;
}

/** What a key of that kind asks for; undefined when it is another one. */
export function erpConditionOf(kind: ErpConditionKind, siteId: string, key: string): ErpCondition | undefined {
  const prefix = erpConditionPrefix(kind, siteId);
  if (!key.startsWith(prefix)) return undefined;
  const subject = key.slice(prefix.length);
  switch (kind) {
    case 'periodOpened': return { kind, siteId, postingDate: subject };
    case 'stockArrived': return { kind, siteId, itemId: subject };
    case 'lockGone': return { kind, siteId, workOrderId: subject };
    case 'lotReleased': {
      const [itemId, lotId] = subject.split('/');
      return itemId === undefined || lotId === undefined ? undefined : { kind, siteId, itemId: decodeURIComponent(itemId), lotId: decodeURIComponent(lotId) };
    }
  }
}

function subjectOf(condition: ErpCondition): string {
  switch (condition.kind) {
    case 'periodOpened': return condition.postingDate;
    case 'stockArrived': return condition.itemId;
    case 'lockGone': return condition.workOrderId;
    case 'lotReleased': return `${encodeURIComponent(condition.itemId)}/${encodeURIComponent(condition.lotId)}`;
  }
}
