import type { Observation, SourcePlaces } from '@plantway/truth-ledger';

const ANSWER_WITHIN_MS = 30_000;

/** Where a truth ledger is. */
export interface LedgerAddress {
  readonly url: string;
  readonly key: string;
}

/** What a feed needs of a truth ledger. Both throw when it does not answer, or answers anything but yes. */
export class LedgerClient {
  constructor(private readonly address: LedgerAddress) {}

  /** How far it has heard each source. */
  sources(): Promise<Readonly<Record<string, SourcePlaces>>> {
    return this.call<Readonly<Record<string, SourcePlaces>>>('GET', '/sources');
  }

  /** Resolves when all of it is on the ledger's disk. */
  async tell(observations: readonly Observation[]): Promise<void> {
    await this.call('POST', '/observations', { observations });
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const { url, key } = this.address;
    const response = await fetch(`${url}${path}`, {
      method, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The truth ledger answered ${method} ${path} with ${response.status}: ${(await response.text()).slice(0, 200)}`);
    return (await response.json()) as T;
  }
}
