import { beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import { MESSAGING_DEFAULTS } from '@plantway/messaging';
import type { ErpCapabilities } from '@plantway/ports';
import { siteDirectoryOf, type SiteConfiguration } from '@plantway/sites';
import { SeededClock, until } from '@plantway/testing';
import { DeliveryStart } from './delivery-start.js';

const sites = siteDirectoryOf([{ siteId: 'BER1' }, { siteId: 'MUC1' }] as unknown as readonly SiteConfiguration[]);
const settings = { ...MESSAGING_DEFAULTS, sendDeadlineMs: 12_000, pauseAllowanceMs: 5_000, settleWindowMs: 40_000, leaseMs: 15_000 };

describe('the start of delivery', () => {
  let clock: SeededClock;
  let longest: Record<string, number | undefined>;
  let asked: number;
  let started: number;
  let said: string[];
  let refusals: unknown[];
  let start: DeliveryStart;
  beforeEach(() => {
    clock = new SeededClock();
    longest = { BER1: 20_000, MUC1: 22_999 };
    asked = started = 0;
    said = [];
    refusals = [];
    const say = (line: string): void => void said.push(line);
    const capabilities = async (siteId: string): Promise<ErpCapabilities> => {
      asked += 1;
      const longestWriteMs = longest[siteId];
      if (longestWriteMs === undefined) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'connection refused');
      return { backend: 'b', operations: [], ifMatch: 'none', longestWriteMs, instanceClaim: 'unsupported', fieldsNotCarried: [] };
    };
    start = new DeliveryStart({
      engine: { start: () => void (started += 1) }, erp: { capabilities }, sites, clock, settings, log: { log: say, warn: say, error: say }, onUnsafe: (error) => void refusals.push(error),
    });
  });

  it('comes when the ERP of every site writes for less than the settle window allows', async () => {
    await start.begin();

    expect(started).toBe(1);
    expect(refusals).toEqual([]);
  });

  it('never comes when the ERP of one site may write for too long', async () => {
    longest['MUC1'] = 23_000;

    await start.begin();

    expect(started).toBe(0);
    expect(refusals).toMatchObject([{ code: 'SETTLE_WINDOW_TOO_SHORT' }]);
  });

  it.each([['does not answer', undefined], ['answers nonsense', Number.NaN]])('waits for an ERP that %s, with growing pauses and a word in the log', async (_name, answer) => {
    longest['MUC1'] = answer;
    const begun = start.begin();
    await until(() => clock.sleeping === 1);
    await clock.advance(1_000);
    await until(() => clock.sleeping === 1);

    expect(started).toBe(0);
    expect(said.map((line) => /asked again in (\d+) s/.exec(line)?.[1])).toEqual(['1', '2']);

    longest['MUC1'] = 1_000;
    await clock.advance(1_999);

    expect(asked).toBe(4);

    await clock.advance(1);
    await begun;

    expect(started).toBe(1);
  });

  it('does not come any more once the worker is stopped', async () => {
    longest['BER1'] = undefined;
    const begun = start.begin();
    await until(() => clock.sleeping === 1);
    longest['BER1'] = 1_000;

    start.stop();
    await begun;

    expect(started).toBe(0);
  });

  it('does not come when the worker is stopped while the ERP is asked', async () => {
    const begun = start.begin();

    start.stop();
    await begun;

    expect(started).toBe(0);
  });
});
