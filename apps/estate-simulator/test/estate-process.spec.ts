import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/apps/estate-simulator/src/main.js');

interface Ready {
  readonly type: 'ready';
  readonly erp: { readonly url: string; readonly apiKey: string; readonly siteId: string };
}

describe('the estate simulator as a process', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  beforeAll(() => void execFileSync(process.execPath, [join(ROOT, 'tools/build.mjs')]));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'estate-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true });
  });

  function launch(...words: string[]): ChildProcess {
    const child = fork(PROGRAM, ['--data', folder, '--idle', ...words], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execPath: process.execPath, execArgv: [] });
    children.push(child);
    return child;
  }

  async function ready(child: ChildProcess): Promise<Ready['erp']> {
    const [message] = (await once(child, 'message')) as [Ready];
    return message.erp;
  }

  async function ended(child: ChildProcess): Promise<{ readonly code: number; readonly errors: string }> {
    let errors = '';
    child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number];
    return { code, errors };
  }

  async function feedback({ url, apiKey }: Ready['erp'], extRef: string): Promise<number> {
    const body = JSON.stringify({ extRef, orderNo: 'WO-1001', stepNo: '0010', bookDate: today(), goodQty: '0', goodUom: 'PC' });
    return (await fetch(`${url}/rest/BER1/feedbacks`, { method: 'POST', headers: { 'X-Erp-Key': apiKey }, body })).status;
  }

  /** A day of the open period. */
  function today(): string {
    const journal = readFileSync(join(folder, 'erp-BER1.ndjson'), 'utf8').split('\n');
    const { periods } = (JSON.parse(journal[1]) as { command: { plant: { periods: { status: string; startsOn: string }[] } } }).command.plant;
    return periods.find(({ status }) => status === 'open')!.startsOn.replaceAll('-', '');
  }

  it('loses no document that it has answered when it is killed in the middle of writing, and posts none twice', async () => {
    let port = '0';
    const answered: string[] = [];
    for (let life = 0; life < 3; life += 1) {
      const child = launch('--erp-port', port);
      const erp = await ready(child);
      port = new URL(erp.url).port;
      const writers = Array.from({ length: 8 }, async (_unused, writer) => {
        for (let place = 0; ; place += 1) {
          const reference = `life${life}-writer${writer}-${place}`;
          if ((await feedback(erp, reference)) === 201) answered.push(reference);
        }
      });
      const written = answered.length;
      while (answered.length < written + 60) await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await Promise.allSettled(writers);
    }

    const { url, apiKey } = await ready(launch('--erp-port', port));
    const references: string[] = [];
    for (let skip = 0; ; skip += 1000) {
      const response = await fetch(`${url}/rest/BER1/feedbacks?take=1000&skip=${skip}`, { headers: { 'X-Erp-Key': apiKey } });
      const { rows, more } = (await response.json()) as { rows: { extRef: string }[]; more: string };
      references.push(...rows.map(({ extRef }) => extRef));
      if (more === '') break;
    }
    expect(answered.length).toBeGreaterThanOrEqual(180);
    expect(references).toEqual(expect.arrayContaining(answered));
    expect(new Set(references).size).toBe(references.length);
  });

  it('ends by itself when the gateway that started it is gone, and on SIGTERM with code 0', async () => {
    const first = launch();
    await ready(first);
    first.disconnect();
    expect(await once(first, 'exit')).toEqual([0, null]);

    const second = launch();
    await ready(second);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });

  it('keeps its keys for its user only, over a restart too', async () => {
    const first = launch();
    const { apiKey } = await ready(first);
    first.kill('SIGKILL');
    await once(first, 'exit');

    expect((await ready(launch())).apiKey).toBe(apiKey);

    expect(statSync(join(folder, 'keys.json')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'erp-BER1.ndjson')).mode & 0o777).toBe(0o600);
  });

  it('does not share its folder with another', async () => {
    await ready(launch());

    const second = launch();
    const { code, errors } = await ended(second);

    expect(code).toBe(1);
    expect(errors).toContain('Another estate simulator uses');
  });

  it('explains itself when it is called wrongly', async () => {
    const { code, errors } = await ended(launch('--fast'));

    expect(code).toBe(2);
    expect(errors).toContain('There is no option --fast.');
  });
});
