import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Credentials, ROLES } from '@plantway/security';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { credentialsFileIn, writeCredentialsFile } from '../src/credentials-file.js';
import { ensureLauncherKeys, newEstateKeys } from '../src/launcher-keys.js';

const BASE_URL = 'http://127.0.0.1:3000';

describe('the keys that the launcher makes', () => {
  let database: TestDatabase;
  let credentials: Credentials;
  let data: string;

  beforeEach(async () => {
    database = await createTestDatabase();
    credentials = new Credentials(database.pool, { now: () => new Date() });
    data = mkdtempSync(join(tmpdir(), 'plantway-keys-'));
  });
  afterEach(async () => {
    await database.drop();
    rmSync(data, { recursive: true });
  });

  const start = async (...siteIds: string[]) => {
    const keys = await ensureLauncherKeys(credentials, siteIds, data);
    writeCredentialsFile(data, BASE_URL, keys, { url: 'mqtt://127.0.0.1:1883', sites: {} });
    return keys;
  };

  it('are one a role for all plants and one a role for each plant alone', async () => {
    const { keys, siteKeys } = await start('BER1', 'MUC1');

    expect(Object.keys(keys)).toEqual([...ROLES]);
    expect(Object.keys(siteKeys)).toEqual(['BER1', 'MUC1']);
    expect(await credentials.find(keys.mes)).toMatchObject({ role: 'mes', sites: '*', sourceSystem: 'mes' });
    expect(await credentials.find(siteKeys['MUC1'].supplier)).toMatchObject({ role: 'supplier', sites: ['MUC1'], supplierId: 'SUP-1' });
  });

  it('stand in a file that only its owner reads, with the address of this start', async () => {
    const { keys, siteKeys } = await start('BER1');

    expect(statSync(credentialsFileIn(data)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(credentialsFileIn(data), 'utf8'))).toEqual({ baseUrl: BASE_URL, keys, siteKeys, mqtt: { url: 'mqtt://127.0.0.1:1883', sites: {} } });
  });

  it('are the same at the next start, and a new plant gets its own', async () => {
    const first = await start('BER1');

    const second = await start('BER1', 'MUC1');

    expect(second.keys).toEqual(first.keys);
    expect(second.siteKeys['BER1']).toEqual(first.siteKeys['BER1']);
    expect(await credentials.list()).toHaveLength(3 * ROLES.length);
  });

  it('are made anew when the file is lost, and the lost ones open nothing any more', async () => {
    const lost = await start('BER1');
    rmSync(credentialsFileIn(data));

    const found = await start('BER1');

    expect(await credentials.find(lost.keys.admin)).toBeUndefined();
    expect(await credentials.find(lost.siteKeys['BER1'].mes)).toBeUndefined();
    expect(await credentials.find(found.keys.admin)).toMatchObject({ role: 'admin' });
    expect(await credentials.list()).toHaveLength(2 * ROLES.length);
  });

  it.each([['half a file', '{"keys": {"mes": "pw_'], ['another role\'s key', undefined]])('are made anew when the file holds %s', async (_, text) => {
    const { keys } = await start();
    writeFileSync(credentialsFileIn(data), text ?? JSON.stringify({ keys: { mes: keys.admin } }));

    const next = await start();

    expect(await credentials.find(next.keys.mes)).toMatchObject({ role: 'mes' });
    expect(next.keys.mes).not.toBe(keys.mes);
  });

  it('leave the keys that an administrator made alone', async () => {
    const { apiKey } = await credentials.create({ name: 'line 4', role: 'mes', sites: ['BER1'], sourceSystem: 'line-4' });

    await start('BER1');
    await start('BER1');

    expect(await credentials.find(apiKey)).toMatchObject({ name: 'line 4' });
  });

  it('include one for the simulated MES of each plant, good for that plant alone, that lives as long as one start', async () => {
    const first = await newEstateKeys(credentials, ['BER1', 'CHI1']);
    const second = await newEstateKeys(credentials, ['BER1', 'CHI1']);

    expect(await credentials.find(first['BER1'].mes)).toBeUndefined();
    expect(await credentials.find(second['BER1'].mes)).toMatchObject({ role: 'mes', sites: ['BER1'], sourceSystem: 'estate-mes' });
    expect(await credentials.find(second['CHI1'].mes)).toMatchObject({ sites: ['CHI1'] });
  });
});
