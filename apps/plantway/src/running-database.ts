import { readFileSync } from 'node:fs';
import { databaseSettingsFromUrl, embeddedSettings, type DatabaseSettings } from '@plantway/database';
import { readRuntimeRecord } from './runtime-record.js';

/**
 * The database of a gateway that runs: the one that DATABASE_URL names, else the embedded one of the data folder.
 * @throws Error in plain words when there is neither
 */
export function runningDatabase(data: string, environment: Readonly<Record<string, string | undefined>> = process.env): DatabaseSettings {
  const url = environment['DATABASE_URL'];
  if (url !== undefined && url !== '') return databaseSettingsFromUrl(url);
  const record = readRuntimeRecord(data);
  if (record?.database === undefined || record.state === 'stopped') throw new Error(`no gateway runs on ${data}; start it, name its folder with --data, or its database with DATABASE_URL`);
  const { home, port } = record.database;
  return embeddedSettings(port, (file) => readFileSync(`${home}/${file}`, 'utf8'));
}
