import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '@plantway/security';
import { writeWholeFile } from './whole-file.js';

/** The API keys that the launcher makes: one a role for all plants, and one a role that is good for one plant only. */
export interface LauncherKeys {
  readonly keys: Readonly<Record<Role, string>>;
  readonly siteKeys: Readonly<Record<string, Readonly<Record<Role, string>>>>;
}

/** Address of the broker and the credential of each plant's machines. */
export interface MqttAccess {
  readonly url: string;
  readonly sites: Readonly<Record<string, MqttCredential>>;
}

/** How the machines of a plant get in. */
export interface MqttCredential {
  readonly username: string;
  readonly password: string;
}

/** What a file that somebody may have edited holds of it. */
export interface FoundKeys {
  readonly keys?: Partial<Record<string, string>>;
  readonly siteKeys?: Partial<Record<string, Partial<Record<string, string>>>>;
  readonly mqtt?: { readonly sites?: Readonly<Record<string, MqttCredential>> };
}

/** Where the keys are: for its owner's eyes only. */
export const credentialsFileIn = (data: string): string => join(data, 'credentials.json');

/** Writes address and keys for people and programs of this user, whole or not at all. */
export function writeCredentialsFile(data: string, baseUrl: string, { keys, siteKeys }: LauncherKeys, mqtt: MqttAccess): void {
  writeWholeFile(credentialsFileIn(data), `${JSON.stringify({ baseUrl, keys, siteKeys, mqtt: { url: mqtt.url, sites: mqtt.sites } }, null, 2)}\n`, 0o600);
}

/** The keys of the file; none when it is missing or no JSON. */
export function readCredentialsFile(data: string): FoundKeys {
  const file = credentialsFileIn(data);
  if (!existsSync(file)) return {};
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8'))) as FoundKeys;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
