import { BusinessException, TechnicalRetryableError } from '@plantway/canonical';
import type { BacklogRow, CallOptions, Page, PageRequest, ProcessMessage, ProcessReadPort } from '@plantway/ports';
import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/process/client/index.js';
import { ProcessApi, type MessageSummaryDto } from './generated/process/index.js';
import { problemOf } from './problem.js';

/** What every call of the generated client takes beside its own path and query. */
interface CallSettings {
  readonly signal?: AbortSignal;
  readonly headers: Record<string, string>;
}

/** What the consumer tier reads of the process tier, over the process API. Its cursors are those of that API. It retries nothing. */
export class ProcessReadClient implements ProcessReadPort {
  private readonly api: ProcessApi;

  constructor(connection: ClientConnection) {
    this.api = new ProcessApi({ client: createClient(clientConfig(connection)) });
  }

  /** @throws TechnicalRetryableError `PROCESS_API_UNAVAILABLE` */
  async backlog(siteId: string, options?: CallOptions): Promise<{ readonly asOf: string; readonly rows: readonly BacklogRow[] }> {
    const { asOf, rows } = (await this.read((call) => this.api.readBacklog({ ...call, path: { siteId } }), options)).data;
    if (!Array.isArray(rows)) throw unavailable();
    return { asOf, rows };
  }

  /** @throws TechnicalRetryableError `PROCESS_API_UNAVAILABLE`; BusinessException `CURSOR_INVALID` */
  async exceptions(siteId: string, { cursor, limit }: PageRequest, options?: CallOptions): Promise<Page<ProcessMessage>> {
    const query = { ...(cursor !== undefined && { cursor }), ...(limit !== undefined && { limit }) };
    const { items, nextCursor, asOf } = (await this.read((call) => this.api.listExceptions({ ...call, path: { siteId }, query }), options)).data;
    if (!Array.isArray(items)) throw unavailable();
    return { items: items.map(processMessage), nextCursor, asOf };
  }

  private async read<Answer>(send: (call: CallSettings) => Promise<Answer>, { signal, correlationId }: CallOptions = {}): Promise<Answer> {
    try {
      return await send({ ...(signal !== undefined && { signal }), headers: { ...(correlationId !== undefined && { 'X-Correlation-Id': correlationId }) } });
    } catch (error) {
      if (problemOf(error)?.code === 'CURSOR_INVALID') throw new BusinessException('CURSOR_INVALID', 'The cursor was not given by this list.', { cause: error });
      throw unavailable(error);
    }
  }
}

const unavailable = (cause?: unknown): TechnicalRetryableError => new TechnicalRetryableError('PROCESS_API_UNAVAILABLE', 'The process API does not answer as documented. Read it again later.', { cause });

function processMessage({ messageId, siteId, kind, state, sourceSystem, senderId, workOrderId, operationId, acceptedAt, error }: MessageSummaryDto): ProcessMessage {
  return {
    messageId, siteId, kind, state, sourceSystem, senderId, acceptedAt,
    ...(workOrderId !== undefined && { workOrderId }), ...(operationId !== undefined && { operationId }), ...(error !== undefined && { error }),
  };
}
