import type { Instant } from '@plantway/canonical';

/** A gateway's claim to be the only one that posts into a plant of an ERP. Tokens are random; only the gateway that holds the plant, and the ERP, know the present one. */
export interface InstanceClaim {
  /** The token that the gateway believes the ERP to keep; absent when it never held the plant. */
  readonly expected?: string;
  /** The token that the ERP is to keep from now on. */
  readonly next: string;
  /** A person has decided that this gateway holds the plant from now on, whoever held it before. */
  readonly takeOver?: boolean;
}

/** What the ERP said to a claim. */
export interface InstanceClaimAnswer {
  readonly granted: boolean;
  /** When the claim of whoever holds the plant now was last renewed, by the ERP's clock. */
  readonly renewedAt: Instant;
}
