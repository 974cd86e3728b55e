import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp, type SimulatedErp } from '../src/index.js';
import { AT } from './erp-engine.fixture.js';
import { NativeCaller } from './native-caller.js';

describe('the time of an answer', () => {
  let erp: SimulatedErp;
  let native: NativeCaller;
  beforeEach(async () => {
    erp = await startSimulatedErp({ now: () => new Date(AT), seed: 1 });
    native = new NativeCaller(erp);
  });
  afterEach(() => erp.close());

  it('is on every answer, of the technical clock and to the millisecond', async () => {
    const begun = new Date().toISOString();
    erp.faults.plan({ kind: 'throttle', untilCleared: true });
    const refused = await native.get('prodorders/WO-1001');
    erp.faults.clear();
    const answers = [refused, await native.get('prodorders/WO-1001'), await native.get('prodorders'), await native.get('prodorders/WO-404'), await native.control('GET', 'ledger')];

    const times = answers.map(({ headers }) => headers.get('x-erp-answered-at') ?? 'none');

    for (const time of times) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const all = [begun, ...times, new Date().toISOString()];
    expect(all).toEqual([...all].sort());
  });
});
