import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { runningDatabase } from './running-database.js';

describe('the database of a gateway that runs', () => {
  const data = mkdtempSync(join(tmpdir(), 'plantway-data-'));
  afterAll(() => rmSync(data, { recursive: true }));
  const record = (state: string): void => writeFileSync(join(data, 'runtime.json'), JSON.stringify({ state, database: { home: join(data, 'home'), host: '127.0.0.1', port: 54321, pid: 1 } }));

  it('is the one that DATABASE_URL names', () => {
    expect(runningDatabase(data, { DATABASE_URL: 'postgres://me:secret@db.plant:5433/gateway' })).toMatchObject({ host: 'db.plant', port: 5433, user: 'me', database: 'gateway' });
  });

  it('is else the embedded one of its data folder, with the password that lies there', () => {
    record('ready');
    mkdirSync(join(data, 'home'));
    writeFileSync(join(data, 'home', 'postgres-password'), 'kept-apart');

    expect(runningDatabase(data, {})).toEqual({ host: '127.0.0.1', port: 54321, user: 'plantway', password: 'kept-apart', database: 'plantway' });
  });

  it('is none of a gateway that was stopped, or never began', () => {
    record('stopped');

    expect(() => runningDatabase(data, {})).toThrow(/no gateway runs on/);
    expect(() => runningDatabase(join(data, 'nothing'), {})).toThrow(/no gateway runs on/);
  });
});
