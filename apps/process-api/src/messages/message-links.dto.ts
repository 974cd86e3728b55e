/** Where to read on. */
export class MessageLinksDto {
  /**
   * Path of the message: its state, attempts and ERP documents.
   * @example "/process/v1/sites/BER1/messages/0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  self!: string;
}

/** Path of a message, the same in `Location`, `links.self` and lists. */
export function messagePath(siteId: string, messageId: string): string {
  return `/process/v1/sites/${encodeURIComponent(siteId)}/messages/${messageId}`;
}
