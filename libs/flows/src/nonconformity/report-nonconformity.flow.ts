import { describeError, messageError, type Nonconformity } from '@plantway/canonical';
import { QUALITY_SIDE, type BusinessRefusal, type CallOptions, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DeliveryReceipt, type PlannedPart, type QualityPort, type RefusalDecision } from '@plantway/ports';

/**
 * Something that is not as it should be, on its way to the quality system, which looks at it and may hold what it is about.
 *
 * A lost answer is read back under its reference. What the quality system does not take goes to a person.
 */
export class ReportNonconformityFlow implements DeliveryFlow<Nonconformity, Nonconformity> {
  readonly kind = 'nonconformity';
  readonly otherSide = QUALITY_SIDE;

  constructor(private readonly quality: QualityPort) {}

  async plan({ command }: DeliveryMessage<Nonconformity>): Promise<DeliveryPlan<Nonconformity>> {
    return { decision: 'send', parts: [{ partId: 'nonconformity', payload: command }] };
  }

  send({ payload }: PlannedPart<Nonconformity>, reference: string, options: CallOptions): Promise<DeliveryReceipt> {
    return this.quality.post(payload, reference, options);
  }

  find({ payload }: PlannedPart<Nonconformity>, reference: string, options: CallOptions): Promise<readonly DeliveryReceipt[]> {
    return this.quality.find(payload, reference, options);
  }

  /** An inspection of it stands over there. */
  agrees(_part: PlannedPart<Nonconformity>, { documents }: DeliveryReceipt): boolean {
    return documents.some(({ type }) => type === 'inspection');
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<Nonconformity>, { code, reason }: BusinessRefusal<Nonconformity>): Promise<RefusalDecision<Nonconformity>> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `nonconformity:${siteId}:${code}:${command.qualityEventId}`, error } };
  }

  events(): readonly [] {
    return []; // message.posted.v1 says it all; what the quality system makes of it comes as an event of its own
  }

  fulfils(): readonly string[] {
    return [];
  }
}
