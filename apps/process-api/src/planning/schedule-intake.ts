import type { ScheduleVersionFieldsDto } from '@plantway/dto';
import type { ScheduleBook } from '@plantway/execution';
import { scheduleLane } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type StoredCommand } from '../work-orders/accept-command.js';
import { toScheduleVersion } from './planning.mapper.js';

export interface ScheduleIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly schedules: Pick<ScheduleBook, 'versionInForce'>;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
}

/** Accepts schedules of the planning system. */
export class ScheduleIntake {
  constructor(private readonly options: ScheduleIntakeOptions) {}

  /**
   * Stores a schedule. One that is stored already is recognised first: by then a newer one may be in force.
   * @throws ProblemException `NOT_OWNER`, `SCHEDULE_SUPERSEDED`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: ScheduleVersionFieldsDto, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const writer = requireOwner(site, 'scheduleVersion', credential);
    const { siteId, calendar } = site;
    const { intake, reader, businessNow } = this.options;
    const command = toScheduleVersion(dto, siteId);
    if (!(await reader.isStored(siteId, credential.sourceSystem, 'scheduleVersion', command.scheduleVersionId))) await this.requireNewer(siteId, command.version);
    const today = productionDayOf(calendar, businessNow().toISOString());
    return acceptCommand(intake, reader, writer, {
      ...arrival, kind: 'scheduleVersion', senderId: command.scheduleVersionId, laneKey: scheduleLane(siteId),
      received: dto, canonical: command, search: { lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    }, 'scheduleVersionId');
  }

  private async requireNewer(siteId: string, version: number): Promise<void> {
    const inForce = await this.options.schedules.versionInForce(siteId);
    if (inForce === undefined || inForce < version) return;
    throw new ProblemException('SCHEDULE_SUPERSEDED', {
      detail: `Version ${inForce} of the schedule of ${siteId} is in force already; nothing was stored.`,
      findings: [{ path: '/version', problem: `is not above ${inForce}`, fix: 'Send a schedule with a higher version.' }],
    });
  }
}
