import { BUSINESS_KEY, MAINTENANCE_STATUSES, type MaintenanceRequest, type MaintenanceStatus, type MaintenanceWork } from '@plantway/canonical';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key } from './nested.js';

/** A wish that maintenance looks at equipment that failed. ISA-95 part 3, maintenance work request. */
export class MaintenanceRequestDto implements MaintenanceRequest {
  /**
   * The failure: one failure makes one request.
   * @example "DT-1"
   */
  @Key(BUSINESS_KEY)
  maintenanceRequestId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The equipment that failed.
   * @example "WU-10-A"
   */
  @Key(BUSINESS_KEY)
  equipmentId!: string;

  /**
   * Where it stands.
   * @example "WC-10"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workCenterId?: string;

  /**
   * When it failed: RFC 3339 with an offset.
   * @example "2026-11-22T06:12:00+01:00"
   */
  @IsInstant()
  failedAt!: string;

  /**
   * Code of the site's downtime reasons, when known.
   * @example "MECH-SPINDLE"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  reasonCode?: string;

  /**
   * Work order that it stops.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * "high" when it stops a work order.
   * @example "high"
   */
  @IsIn(['normal', 'high'])
  priority!: 'normal' | 'high';

  /**
   * Words for a person.
   * @example "WU-10-A has been down since 06:12; it stops WO-1001."
   */
  @IsString() @MaxLength(500)
  text!: string;
}

/** A request as the maintenance system shows it. */
export class MaintenanceWorkDto implements MaintenanceWork {
  /**
   * The maintenance system's own number.
   * @example "MR-000017"
   */
  @Key(BUSINESS_KEY)
  number!: string;

  /**
   * Name of the write under which it was asked for.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The equipment that it is about.
   * @example "WU-10-A"
   */
  @Key(BUSINESS_KEY)
  equipmentId!: string;

  /**
   * How far it is.
   * @example "assigned"
   */
  @IsIn(MAINTENANCE_STATUSES)
  status!: MaintenanceStatus;

  /**
   * Pseudonym of whoever has it; absent while nobody has.
   * @example "T-04"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  assignedTo?: string;

  /**
   * When it was asked for, UTC.
   * @example "2026-11-22T05:14:03.000Z"
   */
  @IsInstant()
  requestedAt!: string;

  /**
   * When it was done, UTC; absent until then.
   * @example "2026-11-22T06:40:00.000Z"
   */
  @IsOptional() @IsInstant()
  doneAt?: string;
}
