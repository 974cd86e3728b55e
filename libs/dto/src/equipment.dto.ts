import { BUSINESS_KEY, EQUIPMENT_LEVELS, type DowntimeReason, type Equipment, type EquipmentLevel, type ReferenceCode } from '@plantway/canonical';
import { IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Key } from './nested.js';

/** One node of the equipment hierarchy. ISA-95 part 1, role-based equipment. */
export class EquipmentDto implements Equipment {
  /**
   * Id of the node within the site.
   * @example "WU-20-A"
   */
  @Key(BUSINESS_KEY)
  equipmentId!: string;

  /**
   * Level of the hierarchy; a work center is the node of that level.
   * @example "workUnit"
   */
  @IsIn(EQUIPMENT_LEVELS)
  level!: EquipmentLevel;

  /**
   * Words for a person.
   * @example "Assembly cell A"
   */
  @IsString() @MaxLength(200)
  description!: string;

  /**
   * Node above; absent at the top.
   * @example "WC-20"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  parentId?: string;
}

/** A code that the plant may use, with its words: a scrap or downtime reason, a unit, a work center. */
export class ReferenceCodeDto implements ReferenceCode {
  /**
   * The code itself.
   * @example "BURR"
   */
  @Key(BUSINESS_KEY)
  code!: string;

  /**
   * Words for a person.
   * @example "Burr on an edge"
   */
  @IsString() @MaxLength(200)
  description!: string;

  /**
   * False for a code that is kept for old reports only.
   * @example true
   */
  @IsBoolean()
  active!: boolean;
}

/** A code of a list of the plant, with its place in the list when that is a tree: the one of downtime reasons is. */
export class PlantCodeDto extends ReferenceCodeDto implements Partial<DowntimeReason> {
  /**
   * With a downtime reason: the reason above; absent at the top of the tree.
   * @example "TECHNICAL"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  parentCode?: string;

  /**
   * With a downtime reason: whether standing still for it counts as planned.
   * @example false
   */
  @IsOptional() @IsBoolean()
  isPlanned?: boolean;
}

/** Where an operation is done, with its words. */
export class WorkCenterDto extends ReferenceCodeDto {}
