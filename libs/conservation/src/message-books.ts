import type { Pool } from 'pg';
import { BOOK_FAULTS, NEWEST_POSITION } from './conservation.sql.js';
import type { SeenDrift } from './drift-book.js';

/** The newest messages are looked at every time. */
const NEWEST_MESSAGES = 500n;

const WORDS = {
  openWithoutPlace: 'It is open, and has no place in its lane: nothing would ever be done about it.',
  asideWithPlace: 'It stands beside its lane, and has a place in it all the same.',
  finishedWithPlace: 'It is finished, and still has a place in its lane.',
  finishedInDoubt: 'It counts as finished while it is in doubt whether a part of it stands in the ERP.',
  postedWithoutDocument: 'It counts as posted, and a part of it names no document of the ERP.',
} as const;

/** Accepted = posted + open + discarded + annulled, message by message: an open one has its place in a lane unless a person let it step aside, a finished one has none and nothing in doubt, and a posted part names its document. */
export class MessageBooks {
  constructor(private readonly pool: Pool, private readonly messagesPerLook: number) {}

  /** Looks at the open messages of a site, at the newest, and at those after `position`. Answers where the next look goes on: from the beginning after the newest one. */
  async look(siteId: string, position: string): Promise<{ readonly seen: readonly SeenDrift[]; readonly position: string }> {
    const { rows: [{ position: newestText }] } = await this.pool.query<{ position: string }>({ name: 'conservation.newest-position', text: NEWEST_POSITION });
    const newest = BigInt(newestText);
    const from = BigInt(position) >= newest ? 0n : BigInt(position);
    const until = from + BigInt(this.messagesPerLook);
    const stretches = until >= newest - NEWEST_MESSAGES ? [[from, newest]] : [[from, until], [newest - NEWEST_MESSAGES, newest]];
    const seen = new Map<string, SeenDrift>();
    for (const [after, upTo] of stretches) {
      const { rows } = await this.pool.query<FaultRow>({ name: 'conservation.book-faults', text: BOOK_FAULTS, values: [siteId, String(after), String(upTo)] });
      for (const row of rows) seen.set(`${row.message_id} ${row.fault}`, driftOf(row));
    }
    return { seen: [...seen.values()], position: String(stretches.length === 1 ? newest : until) };
  }
}

interface FaultRow {
  readonly message_id: string;
  readonly work_order_id: string | null;
  readonly fault: keyof typeof WORDS;
}

function driftOf({ message_id: messageId, work_order_id: workOrderId, fault }: FaultRow): SeenDrift {
  return {
    identity: 'messages', objectKey: `${messageId} ${fault}`, messageId, ...(workOrderId === null ? {} : { workOrderId }), measure: 'message', difference: '1', sides: {}, ownerRole: 'admin',
    explanations: [{ kind: fault, words: WORDS[fault], messageId }], title: `Message ${messageId} does not come out: ${WORDS[fault]}`,
  };
}
