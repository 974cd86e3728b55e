import { randomBytes } from 'node:crypto';
import { startMqttBroker, type MqttBroker } from '@plantway/mqtt-broker';
import type { MqttAccess, MqttCredential } from './credentials-file.js';

/** The broker of the machines, with a credential for each plant that opens the topics of that plant only. */
export interface MachineBroker extends MqttAccess {
  readonly broker: MqttBroker;
}

/** Starts the embedded broker on this machine only, on the first free port from `port`. Passwords are those of `known` where there are some, new ones otherwise. */
export async function startMachineBroker({ host, port, siteIds, known = {} }: { readonly host: string; readonly port: number; readonly siteIds: readonly string[]; readonly known?: Readonly<Record<string, MqttCredential>> }): Promise<MachineBroker> {
  const sites = Object.fromEntries(siteIds.map((siteId) => [siteId, known[siteId] ?? { username: `machines-${siteId}`, password: randomBytes(24).toString('base64url') }] as const));
  const broker = await startMqttBroker({ host, port, users: siteIds.map((siteId) => ({ ...sites[siteId], siteId })) });
  return { broker, url: broker.url, sites };
}
