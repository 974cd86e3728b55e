import type { MigrationInterface } from 'typeorm';
import { CreateExecution20261122104000 } from './20261122104000-create-execution.js';
import { CreateJobOrders20261122111000 } from './20261122111000-create-job-orders.js';
import { CreateEvents20261122102000 } from './20261122102000-create-events.js';
import { CreateMessaging20261122103000 } from './20261122103000-create-messaging.js';
import { CreateSecurity20261122101000 } from './20261122101000-create-security.js';
import { CreateSites20261122100000 } from './20261122100000-create-sites.js';
import { OrderByRevision20261122114000 } from './20261122114000-order-by-revision.js';
import { RelateMessages20261122110000 } from './20261122110000-relate-messages.js';

/** A migration as TypeORM runs it: its class name ends with the timestamp of its file. */
export type Migration = new () => MigrationInterface;

/** Schema history in order; a landed file is never edited. */
export const migrations: readonly Migration[] = [CreateSites20261122100000, CreateSecurity20261122101000, CreateEvents20261122102000, CreateMessaging20261122103000, CreateExecution20261122104000, RelateMessages20261122110000, CreateJobOrders20261122111000, OrderByRevision20261122114000];
