import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Messages that a preview named, by their place, each as it stood then. */
export interface PreviewedMessages {
  readonly siteId: string;
  readonly messages: readonly { readonly position: string; readonly revision: string }[];
}

/** Far above a token of 1,000 messages, in bytes: what is larger when unpacked is none of ours. */
const MOST_BYTES = 200_000;
const NUMBER = /^\d{1,18}$/;

/** The token of a preview. It gives no right: whoever acts by it is asked for his rights anew, for every message. */
export function writePreviewToken({ siteId, messages }: PreviewedMessages): string {
  return deflateRawSync(JSON.stringify([siteId, ...messages.flatMap(({ position, revision }) => [position, revision])])).toString('base64url');
}

/** What a token names; undefined for a text that is no token. */
export function readPreviewToken(token: string): PreviewedMessages | undefined {
  try {
    const [siteId, ...named] = JSON.parse(inflateRawSync(Buffer.from(token, 'base64url'), { maxOutputLength: MOST_BYTES }).toString('utf8')) as readonly unknown[];
    if (typeof siteId !== 'string' || named.length % 2 !== 0 || !named.every((one): one is string => typeof one === 'string' && NUMBER.test(one))) return undefined;
    return { siteId, messages: named.flatMap((position, index) => (index % 2 === 0 ? [{ position, revision: named[index + 1] }] : [])) };
  } catch {
    return undefined;
  }
}
