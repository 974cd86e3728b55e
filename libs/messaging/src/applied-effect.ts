import type { DeliveryMessage, ExecutionEffect } from '@plantway/ports';

/** An effect as `execution.apply_effects` takes it. */
export interface AppliedEffect {
  readonly site_id: string;
  readonly message_id: string;
  readonly effect: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** What the gateway itself keeps because of a message. */
export function appliedEffect({ siteId, messageId }: Pick<DeliveryMessage, 'siteId' | 'messageId'>, { effect, data }: ExecutionEffect, at: Date): AppliedEffect {
  return { site_id: siteId, message_id: messageId, effect, data, at: at.toISOString() };
}
