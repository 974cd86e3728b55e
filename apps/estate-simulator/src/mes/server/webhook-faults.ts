/** What goes wrong with a webhook: taken and not answered; taken and answered 500; not taken and not answered; answered 503; answered 422. */
export const WEBHOOK_FAULTS = ['take-and-stay-silent', 'fail-after-taking', 'lose-request', 'unavailable', 'refuse'] as const;
export type WebhookFault = (typeof WEBHOOK_FAULTS)[number];

/** Faults of the webhooks of one site, used up one by one in the order in which they were planned. */
export class WebhookFaults {
  private planned: WebhookFault[] = [];

  plan(fault: WebhookFault, times: number): void {
    for (let count = 0; count < times; count += 1) this.planned.push(fault);
  }
  next(): WebhookFault | undefined {
    return this.planned.shift();
  }
  clear(): void {
    this.planned = [];
  }
}
