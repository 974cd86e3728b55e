import { describe, expect, it } from '@jest/globals';
import type { ErpPort, MesPort, SystemPorts } from '@plantway/ports';
import { GuaranteeDeclarations } from './guarantee-declarations.js';

describe('what systems promise against double posting', () => {
  const K = { backend: 'b', guaranteeClass: 'K', operations: [] };
  let isAway = true;
  let now = 0;
  const told: string[] = [];
  const capabilities = async () => {
    if (isAway) throw new Error('nobody is there');
    return K;
  };
  const system = { capabilities };
  const declarations = new GuaranteeDeclarations({
    book: { declare: async () => undefined }, clock: { now: () => new Date(now) }, onFailure: (siteId) => void told.push(siteId), sites: { all: () => [{ siteId: 'BER1' }] as never },
    erp: { capabilities: async () => K } as unknown as ErpPort, mes: system as unknown as MesPort, systems: { planning: system, maintenance: { capabilities: async () => K }, customer: { capabilities: async () => K }, quality: { capabilities: async () => K } } as unknown as SystemPorts,
  });
  const refreshAt = async (seconds: number): Promise<number> => {
    now = seconds * 1_000;
    await declarations.refresh();
    return told.splice(0).length;
  };

  it('are not missed aloud while everything is only coming up, but once when they stay unknown, and anew after they were known', async () => {
    expect(await refreshAt(0)).toBe(0);
    expect(await refreshAt(1)).toBe(0);
    expect(await refreshAt(60)).toBe(2); // the MES and the planning system
    expect(await refreshAt(120)).toBe(0);
    isAway = false;
    expect(await refreshAt(180)).toBe(0);
    isAway = true;
    expect(await refreshAt(240)).toBe(0);
    expect(await refreshAt(300)).toBe(2);
  });
});
