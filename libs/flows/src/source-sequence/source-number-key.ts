import type { SourceSequenceScope } from '@plantway/canonical';

/** Of whose numbers, and of what they count. */
export interface SourceNumbers {
  readonly siteId: string;
  readonly sourceSystem: string;
  readonly workOrderId: string;
  readonly operationId: string;
}

/** A message waits under this key until the number of its source system is stored. Nobody says so: it is looked for again and again. */
export function sourceNumberKey({ siteId, sourceSystem, workOrderId, operationId }: SourceNumbers, scope: SourceSequenceScope, number: number): string {
  const counted = { operation: [workOrderId, operationId], workOrder: [workOrderId], site: [] }[scope];
  return ['source-number', siteId, sourceSystem, ...counted, number].join(':');
}
