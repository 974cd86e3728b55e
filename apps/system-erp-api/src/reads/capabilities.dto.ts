import { ERP_OPERATIONS, GUARANTEE_CLASSES, type ErpCapabilities, type ErpOperation, type GuaranteeClass } from '@plantway/ports';
import { ApiProperty } from '@nestjs/swagger';
import { FieldNotCarriedDto } from '../postings/receipt.dto.js';

/** What a backend promises for one operation. */
export class OperationCapabilityDto {
  /** The operation. */
  @ApiProperty({ enum: ERP_OPERATIONS, example: 'confirm' })
  operation!: ErpOperation;

  /**
   * Whether the backend can do it.
   * @example true
   */
  supported!: boolean;

  /** Against double posting: K the ERP enforces our key; R our reference can be read back; B only balances can be read back; N nothing can. */
  @ApiProperty({ enum: GUARANTEE_CLASSES, example: 'R' })
  guaranteeClass!: GuaranteeClass;

  /**
   * Of class K: how long after its write the ERP still knows a key, in milliseconds; absent when for as long as the document stands.
   * @example 86400000
   */
  keyRetentionMs?: number;
}

/** What the ERP of a site can do. */
export class CapabilitiesDto implements ErpCapabilities {
  /**
   * Name of the backend.
   * @example "erp-simulated"
   */
  backend!: string;

  /** One row per operation. */
  operations!: OperationCapabilityDto[];

  /** What the backend does with an expected revision: refuses a stale one, compares it first, or ignores it. */
  @ApiProperty({ enum: ['enforced', 'checked', 'none'], example: 'none' })
  ifMatch!: 'enforced' | 'checked' | 'none';

  /**
   * Longest time that one write may take over there, in milliseconds.
   * @example 20000
   */
  longestWriteMs!: number;

  /** Whether the ERP has a place for the claim of one gateway; without one, a second gateway on the same ERP is not noticed. */
  @ApiProperty({ enum: ['supported', 'unsupported'], example: 'supported' })
  instanceClaim!: 'supported' | 'unsupported';

  /** Fields of a confirmation that this ERP has no place for; Plantway keeps them, and the receipt of a confirmation that had one says so. */
  fieldsNotCarried!: FieldNotCarriedDto[];
}
