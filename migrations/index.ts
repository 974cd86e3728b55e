import type { MigrationInterface } from 'typeorm';
import { CreateSites20261122100000 } from './20261122100000-create-sites.js';
import { CreateSecurity20261122101000 } from './20261122101000-create-security.js';
import { CreateEvents20261122102000 } from './20261122102000-create-events.js';
import { CreateMessaging20261122103000 } from './20261122103000-create-messaging.js';
import { CreateExecution20261122104000 } from './20261122104000-create-execution.js';
import { RelateMessages20261122110000 } from './20261122110000-relate-messages.js';
import { CreateJobOrders20261122111000 } from './20261122111000-create-job-orders.js';
import { OrderByRevision20261122114000 } from './20261122114000-order-by-revision.js';
import { AddSystemRoles20261122120000 } from './20261122120000-add-system-roles.js';
import { ApproveMessages20261122121000 } from './20261122121000-approve-messages.js';
import { CreateEffects20261122122000 } from './20261122122000-create-effects.js';
import { CreatePlanning20261122122500 } from './20261122122500-create-planning.js';
import { FollowOrderChanges20261122123000 } from './20261122123000-follow-order-changes.js';
import { CreateEquipment20261122124000 } from './20261122124000-create-equipment.js';
import { CreateConsumer20261122125000 } from './20261122125000-create-consumer.js';
import { KeyEventsByMachine20261123120000 } from './20261123120000-key-events-by-machine.js';
import { RememberLastFinishes20261123129000 } from './20261123129000-remember-last-finishes.js';
import { ClaimInstances20261123131000 } from './20261123131000-claim-instances.js';
import { WidenDesk20261123134000 } from './20261123134000-widen-desk.js';
import { CreateConservation20261123135000 } from './20261123135000-create-conservation.js';
import { WatchConditions20261123136000 } from './20261123136000-watch-conditions.js';
import { NumberMessages20261123137000 } from './20261123137000-number-messages.js';
import { WatchLateSends20261123140000 } from './20261123140000-watch-late-sends.js';
import { PaceDestinations20261123141000 } from './20261123141000-pace-destinations.js';
import { MergeAcceptances20261123142000 } from './20261123142000-merge-acceptances.js';
import { KeepReceivedBytes20261123144000 } from './20261123144000-keep-received-bytes.js';
import { CompareMes20261123145000 } from './20261123145000-compare-mes.js';
import { CountMessagesBesideTheirLane20261123146000 } from './20261123146000-count-messages-beside-their-lane.js';
import { AgreeByTwo20261123147000 } from './20261123147000-agree-by-two.js';

/** A migration as TypeORM runs it: its class name ends with the timestamp of its file. */
export type Migration = new () => MigrationInterface;

/** Schema history in order; a landed file is never edited. */
export const migrations: readonly Migration[] = [CreateSites20261122100000, CreateSecurity20261122101000, CreateEvents20261122102000, CreateMessaging20261122103000, CreateExecution20261122104000, RelateMessages20261122110000, CreateJobOrders20261122111000, OrderByRevision20261122114000, AddSystemRoles20261122120000, ApproveMessages20261122121000, CreateEffects20261122122000, CreatePlanning20261122122500, FollowOrderChanges20261122123000, CreateEquipment20261122124000, CreateConsumer20261122125000, KeyEventsByMachine20261123120000, RememberLastFinishes20261123129000, ClaimInstances20261123131000, WidenDesk20261123134000, CreateConservation20261123135000, WatchConditions20261123136000, NumberMessages20261123137000, WatchLateSends20261123140000, PaceDestinations20261123141000, MergeAcceptances20261123142000, KeepReceivedBytes20261123144000, CompareMes20261123145000, CountMessagesBesideTheirLane20261123146000, AgreeByTwo20261123147000];
