import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/consumer/client/index.js';
import { ConsumerApi } from './generated/consumer/index.js';

/** The typed client of the consumer API, as a dashboard uses it: each operation of openapi/consumer.json is one method. The feed of events is followed by `followConsumerEvents`. */
export function createConsumerClient(connection: ClientConnection): ConsumerApi {
  return new ConsumerApi({ client: createClient(clientConfig(connection)) });
}
