import { describe, expect, it } from '@jest/globals';
import { erpConditionKey } from '@plantway/flows';
import { Rounds } from './watched-keys.js';

describe('thousands of things that are waited for', () => {
  const keys = Array.from({ length: 25 }, (_, index) => erpConditionKey({ kind: 'lotReleased', siteId: 'BER1', itemId: 'RM-1', lotId: `L${String(index).padStart(2, '0')}` }));
  const waiting = {
    async *keys(_prefix: string, after = '') {
      const behind = keys.filter((key) => key > after);
      for (let at = 0; at < behind.length; at += 5) yield behind.slice(at, at + 5);
    },
    tryOneOfEach: async () => undefined,
  };

  it('are asked for some at each look, all in turn, and then from the first one on', async () => {
    const rounds = new Rounds({ waiting }, 'lotReleased', 10);
    const look = async (): Promise<readonly string[]> => {
      const seen: string[] = [];
      for await (const page of rounds.next('BER1')) seen.push(...page.map(({ key }) => key));
      return seen;
    };

    expect([await look(), await look(), await look(), await look()]).toEqual([keys.slice(0, 10), keys.slice(10, 20), keys.slice(20), keys.slice(0, 10)]);
  });
});
