import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import type { InstanceClaim, InstanceClaimAnswer } from '@plantway/ports';
import { IsBoolean, IsOptional } from 'class-validator';

/** A gateway's claim to be the only one that posts into the plant. */
export class InstanceClaimDto implements InstanceClaim {
  /**
   * The token that the gateway believes the ERP to keep; absent when it never held the plant.
   * @example "0198f2a4-5d11-7aa0-8c3d-1f2e3d4c5b6a"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  expected?: string;

  /**
   * The token that the ERP is to keep from now on.
   * @example "0198f2a4-71aa-7b52-8f1e-6d2c3b4a5f60"
   */
  @Key(BUSINESS_KEY)
  next!: string;

  /**
   * A person has decided that this gateway holds the plant, whoever held it before; false when left out.
   * @example false
   */
  @IsOptional()
  @IsBoolean()
  takeOver?: boolean;
}

/** What the ERP said to a claim. */
export class InstanceClaimAnswerDto implements InstanceClaimAnswer {
  /**
   * Whether this gateway holds the plant.
   * @example true
   */
  granted!: boolean;

  /**
   * When the claim of whoever holds the plant now was last renewed, UTC, by the clock of the ERP.
   * @example "2026-11-22T05:51:00.000Z"
   */
  renewedAt!: string;
}
