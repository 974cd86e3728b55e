import { describe, expect, it } from '@jest/globals';
import type { Nonconformity } from '@plantway/canonical';
import type { DeliveryMessage, DeliveryReceipt, QualityPort } from '@plantway/ports';
import { ReportNonconformityFlow } from './report-nonconformity.flow.js';

const command: Nonconformity = { type: 'nonconformity', qualityEventId: 'NC-1', siteId: 'BER1', occurredAt: '2026-11-22T06:00:00.000Z', scope: { type: 'lot', itemId: 'FG-100', lotId: 'FG-1' }, defectCode: 'BURR' };
const message: DeliveryMessage<Nonconformity> = { messageId: 'm-1', siteId: 'BER1', kind: 'nonconformity', sourceSystem: 'mes', senderId: 'NC-1', correlationId: 'journey', acceptedAt: command.occurredAt, command };
const receipt = (type: string): DeliveryReceipt => ({ reference: 'ref-1', backend: 'qms-simulated', documents: [{ type, number: 'I-1' }], postedAt: command.occurredAt });

describe('reporting a nonconformity', () => {
  const asked: unknown[] = [];
  const quality = {
    post: async (...call: unknown[]) => { asked.push(['post', ...call]); return receipt('inspection'); },
    find: async (...call: unknown[]) => { asked.push(['find', ...call]); return [receipt('inspection')]; },
  } as unknown as QualityPort;
  const flow = new ReportNonconformityFlow(quality);
  const part = { partId: 'nonconformity', payload: command };

  it('gives the quality system the finding as it is, under one reference, and asks for it under the same', async () => {
    expect(await flow.plan(message)).toEqual({ decision: 'send', parts: [part] });
    await flow.send(part, 'ref-1', {});
    await flow.find(part, 'ref-1', {});

    expect(asked).toEqual([['post', command, 'ref-1', {}], ['find', command, 'ref-1', {}]]);
  });

  it('is done when an inspection stands there', () => {
    expect([flow.agrees(part, receipt('inspection')), flow.agrees(part, receipt('note'))]).toEqual([true, false]);
  });

  it('goes to the people of quality when it is refused, and names the quality system when an answer is lost', async () => {
    expect(await flow.onBusinessRefusal(message, { code: 'QUALITY_REFUSED', reason: 'no such item' })).toMatchObject({ decision: 'park', error: { code: 'QUALITY_REFUSED', owner: 'quality', reason: 'no such item' } });
    expect(flow.otherSide).toMatchObject({ name: 'quality system', answerLost: 'QUALITY_ANSWER_LOST' });
  });
});
