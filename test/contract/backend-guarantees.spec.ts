import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apsSimulated } from '@plantway/backends/aps-simulated';
import { cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { crmSimulated } from '@plantway/backends/crm-simulated';
import { mesPull } from '@plantway/backends/mes-pull';
import { mesWebhook } from '@plantway/backends/mes-webhook';
import { qmsSimulated } from '@plantway/backends/qms-simulated';
import { SeededClock } from '@plantway/testing';
import { openSimulatedErp, type SimulatedErpStand } from './simulated-erp.harness.js';

const NOBODY = { baseUrl: 'http://127.0.0.1:9', apiKey: 'k', secret: `whsec_${Buffer.alloc(32).toString('base64')}`, deadlineMs: 500, answerLimitBytes: 65_536 };
const SITE = 'BER1';

/** Rows of the table in docs/backends.md, each with its operations one by one. */
function documented(): readonly string[] {
  const text = readFileSync('docs/backends.md', 'utf8');
  const rows = text.slice(text.indexOf('| Backend |')).split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((line) => {
    const [backend = '', operations = '', guaranteeClass = '', notices = ''] = line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', ''));
    return operations.split(' ').map((operation) => [backend, operation, guaranteeClass, notices].join(' | '));
  }).sort();
}

describe('what backends promise against double posting', () => {
  let plain: SimulatedErpStand;
  let enforcing: SimulatedErpStand;
  let forgetting: SimulatedErpStand;
  beforeAll(async () => {
    [plain, enforcing, forgetting] = await Promise.all([openSimulatedErp(), openSimulatedErp({ enforceReference: true }), openSimulatedErp({ enforceReference: true, referenceKeptMs: 60_000 })]);
  });
  afterAll(async () => void (await Promise.all([plain, enforcing, forgetting].map((stand) => stand.close()))));

  it('is what the documentation says', async () => {
    const clock = new SeededClock();
    const erps = await Promise.all([{ stand: plain, suffix: '' }, { stand: enforcing, suffix: ' before an ERP that enforces references' }].map(async ({ stand, suffix }) => {
      const { backend, operations, instanceClaim } = await stand.backend({ deadlineMs: 10_000 }).capabilities(SITE);
      return operations.map(({ operation, guaranteeClass }) => [`${backend}${suffix}`, operation, guaranteeClass, instanceClaim === 'supported' ? 'yes' : 'no'].join(' | '));
    }));
    const messengers = await Promise.all([mesWebhook(NOBODY, clock), mesPull(clock)].map((mes) => mes.capabilities(SITE)));
    const systems = await Promise.all([apsSimulated, cmmsSimulated, crmSimulated, qmsSimulated].map((bind) => bind(NOBODY, clock).capabilities(SITE)));
    const declared = [
      ...erps.flat(),
      ...messengers.map(({ backend, guaranteeClass }) => [backend, 'dispatch', guaranteeClass, 'no'].join(' | ')),
      ...systems.map(({ backend, guaranteeClass }) => [backend, 'write', guaranteeClass, 'no'].join(' | ')),
    ];

    expect(documented()).toEqual(declared.sort());
  });

  it('says for how long a key is known, when it is not for ever', async () => {
    const { operations } = await forgetting.backend({ deadlineMs: 10_000 }).capabilities(SITE);

    expect(operations.find(({ operation }) => operation === 'confirm')).toEqual({ operation: 'confirm', supported: true, guaranteeClass: 'K', keyRetentionMs: 60_000 });
    expect(operations.find(({ operation }) => operation === 'release')).toEqual({ operation: 'release', supported: true, guaranteeClass: 'K' });
  });
});
