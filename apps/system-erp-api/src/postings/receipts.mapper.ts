import type { PostingReceipt } from '@plantway/ports';
import type { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';

/** The answer of a read-back: never cut. */
export function receiptsOf(receipts: readonly PostingReceipt[]): PostingReceiptsDto {
  return { items: receipts as PostingReceiptDto[], nextCursor: null };
}
