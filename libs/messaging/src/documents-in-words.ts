import type { DeliveryReceipt, PostingReceipt } from '@plantway/ports';

/** Documents, and their quantities where the foreign system knows some. */
export function documentsInWords({ documents, quantities }: Pick<DeliveryReceipt, 'documents'> & Pick<PostingReceipt, 'quantities'>): string {
  const numbers = documents?.map(({ type, number }) => `${type} ${number}`).join(', ');
  const amounts = Object.entries(quantities ?? {}).map(([name, { value, unit }]) => `${name} ${value} ${unit}`).join(', ');
  return amounts === '' ? numbers : `${numbers} (${amounts})`;
}
