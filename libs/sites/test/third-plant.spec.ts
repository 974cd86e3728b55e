import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSiteFiles } from '../src/index.js';

describe('A third plant', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plantway-sites-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([['BER1', 'name: Berlin'], ['CHI1', 'name: Chicago']])('is a copy of %s with two other lines', async (like, name) => {
    for (const part of ['templates', like]) cpSync(join('sites', part), join(folder, part === like ? 'HAM1' : part), { recursive: true });
    const file = join(folder, 'HAM1', 'site.yaml');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(`siteId: ${like}\n`, 'siteId: HAM1\n').replace(name, 'name: Hamburg');
    writeFileSync(file, after);

    const [plant] = await readSiteFiles(folder);
    const edited = after.split('\n').filter((line, at) => line !== before.split('\n')[at]);
    expect(edited).toEqual(['siteId: HAM1', 'name: Hamburg']);
    expect(plant).toMatchObject({ siteId: 'HAM1', name: 'Hamburg', demoPlant: like, equipment: expect.arrayContaining([expect.objectContaining({ level: 'workUnit' })]) });
  });
});
