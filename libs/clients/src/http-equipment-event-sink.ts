import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { TechnicalRetryableError, type EquipmentEvent } from '@plantway/canonical';
import type { EquipmentEventAnswer, EquipmentEventSink } from '@plantway/ports';
import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/process/client/index.js';
import { ProcessApi } from './generated/process/index.js';
import type { EquipmentEventDto } from './generated/process/index.js';
import { problemOf } from './problem.js';

const MOST_AT_ONCE = 1_000;

/**
 * Gives what machines say to the process API. Whatever goes wrong on the way, the same events may be given again: each is kept once. The source system is the one of the API key,
 * whatever the caller names. A site whose owners of equipment events are others has said so for good: every event is answered as refused with `NOT_OWNER`.
 */
export class HttpEquipmentEventSink implements EquipmentEventSink {
  private readonly api: ProcessApi;

  constructor(connection: ClientConnection) {
    this.api = new ProcessApi({
      client: createClient({ ...clientConfig(connection), httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 16 }), httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 16 }) }),
    });
  }

  /** @throws TechnicalRetryableError `PROCESS_UNAVAILABLE` */
  async take(siteId: string, _sourceSystem: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]> {
    const answers: EquipmentEventAnswer[] = [];
    for (let from = 0; from < events.length; from += MOST_AT_ONCE) answers.push(...(await this.give(siteId, events.slice(from, from + MOST_AT_ONCE))));
    return answers;
  }

  private async give(siteId: string, events: readonly EquipmentEvent[]): Promise<readonly EquipmentEventAnswer[]> {
    const body = { events: events.map(withoutSite) };
    try {
      const { data } = await this.api.reportEquipmentEvents({ path: { siteId }, body });
      if (!Array.isArray(data.results) || data.results.length !== events.length) throw new Error('it answered something else than one result per event');
      return data.results as readonly EquipmentEventAnswer[];
    } catch (error) {
      const problem = problemOf(error);
      if (problem?.code === 'NOT_OWNER') return events.map(({ eventId }) => ({ eventId, outcome: 'refused', code: problem.code, reason: problem.detail ?? problem.title }));
      const said = problem?.detail ?? (error instanceof Error ? error.message : String(error));
      throw new TechnicalRetryableError('PROCESS_UNAVAILABLE', `The process API has not kept ${events.length} events of ${siteId}: ${said}`, { cause: error });
    }
  }
}

/** The site stands in the path. */
function withoutSite(event: EquipmentEvent): EquipmentEventDto {
  return Object.fromEntries(Object.entries(event).filter(([member]) => member !== 'siteId')) as unknown as EquipmentEventDto;
}
