import { ApiProperty } from '@nestjs/swagger';

/** A document that the ERP, or the MES for what went there, has made for a message. */
export class PostedDocumentDto {
  /**
   * Backend of the site that made it.
   * @example "erp-simulated"
   */
  system!: string;

  /**
   * What it is: "confirmation", "goodsMovement", "reversal", "workOrder", "jobOrders" and others; an open list.
   * @example "confirmation"
   */
  kind!: string;

  /**
   * Its number over there.
   * @example "1000000017"
   */
  number!: string;

  /**
   * Part of the message that it came of.
   * @example "confirmation"
   */
  partId!: string;

  /**
   * Name of the write; the document carries it where it can.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference!: string;

  /**
   * When it was posted, UTC.
   * @example "2026-11-22T05:41:01.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  postedAt!: string;

  /**
   * Posting date that it was booked under, from which its fiscal year follows; absent for a write without one.
   * @example "2026-11-22"
   */
  postingDate?: string;

  /**
   * Numbers of the documents by which it was taken back; absent while it stands.
   * @example ["1000000018"]
   */
  reversedBy?: string[];
}
