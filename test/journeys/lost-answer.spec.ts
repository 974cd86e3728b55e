import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OutcomeUnknownError } from '@plantway/canonical';
import type { ErpPort } from '@plantway/ports';
import { until, type SeededClock } from '@plantway/testing';
import { openGateway, type GatewayStand } from './gateway-stand.js';
import { ReportingMes } from './reporting-mes.js';

/** Worked example 10: deadline 5 s, settle 30 s. */
const SETTINGS = { sendDeadlineMs: 5_000, pauseAllowanceMs: 20_000, settleWindowMs: 30_000 };
const START = Date.parse('2026-11-22T08:00:00Z');

/** A line on which the next post is never answered; what becomes of it over there the test says. */
class SilentLine {
  readonly readBacksAt: number[] = [];
  posts = 0;
  /** When the ERP commits the first post, in milliseconds after it was sent; undefined: never. */
  commitAfterMs: number | undefined;
  committed: Promise<unknown> = Promise.resolve();

  between(erp: ErpPort, clock: SeededClock): ErpPort {
    const post: ErpPort['post'] = (part, reference, options) => {
      this.posts += 1;
      if (this.posts > 1) return erp.post(part, reference, options);
      if (this.commitAfterMs !== undefined) this.committed = clock.sleep(this.commitAfterMs).then(() => erp.post(part, reference));
      return new Promise((_, reject) => options!.signal!.addEventListener('abort', () => reject(new OutcomeUnknownError('ERP_ANSWER_LOST', 'no answer'))));
    };
    const find: ErpPort['find'] = (part, reference, options) => {
      this.readBacksAt.push(Math.round((clock.now().getTime() - START) / 1_000));
      return erp.find(part, reference, options);
    };
    return new Proxy(erp, { get: (target, name, receiver) => (name === 'post' ? post : name === 'find' ? find : Reflect.get(target, name, receiver) as unknown) });
  }
}

describe('a lost answer', () => {
  let line: SilentLine;
  let gateway: GatewayStand;
  let mes: ReportingMes;

  beforeEach(async () => {
    line = new SilentLine();
    gateway = await openGateway({ settings: SETTINGS, line: (erp, clock) => line.between(erp, clock) });
    mes = new ReportingMes(gateway);
  });
  afterEach(() => gateway.close());

  /** 0 s: sent; 5 s: no answer. */
  const reportIntoSilence = async (): Promise<string> => {
    const report = await mes.report('c-1');
    const delivering = gateway.deliver();
    await until(() => line.posts === 1);
    await gateway.clock.advance(5_000);
    await delivering;
    return report;
  };

  it('is found by the first read-back at 35 s though the ERP committed only at 12 s: posted with the ERP\'s number, once', async () => {
    line.commitAfterMs = 12_000;
    const report = await reportIntoSilence();
    expect(await mes.message(report)).toMatchObject({ state: 'inDoubt', nextAttemptAt: '2026-11-22T08:00:35.000Z' });

    await gateway.after(7_000);
    await line.committed;
    await gateway.after(23_000);

    const documents = await mes.documents();
    expect(await mes.message(report)).toMatchObject({ state: 'posted', note: 'recovered', erp: { documents: expect.arrayContaining([{ type: 'confirmation', number: documents[0].number }]) } });
    expect({ readBacksAt: line.readBacksAt, posts: line.posts, documents: documents.length }).toEqual({ readBacksAt: [35], posts: 1, documents: 1 });
  });

  it('is sent again under the same reference when both read-backs, at 35 s and 50 s, found nothing', async () => {
    const report = await reportIntoSilence();

    await gateway.after(30_000);
    expect(await mes.state(report)).toBe('inDoubt');
    await gateway.after(15_000);

    expect(await mes.state(report)).toBe('retrying');
    expect(line.readBacksAt).toEqual([35, 50]);

    await gateway.after(60_000);

    expect(await mes.state(report)).toBe('posted');
    const references = await gateway.simulation.read((engine) => engine.confirmations().map(({ reference }) => reference));
    expect(references).toEqual([(await mes.message(report)).parts.map((part) => (part as { reference: string }).reference)[0]]);
  });
});
