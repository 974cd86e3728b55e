import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BookLine } from './book-line.js';
import type { MesFact } from './mes-fact.js';
import type { Outgoing } from './outgoing.js';

/** Makes facts of a book's lines: each report and reversal becomes one when the gateway accepted it. Keeps only what has no answer yet. */
export class FactTeller {
  private readonly open = new Map<string, Exclude<Outgoing, { type: 'acknowledgement' }>>();
  private sequence = 0;

  constructor(private readonly siteId: string) {}

  hear(line: BookLine): MesFact | undefined {
    if (line.line === 'outgoing' && line.outgoing.type !== 'acknowledgement') this.open.set(line.outgoing.id, line.outgoing);
    if (line.line !== 'answered') return undefined;
    const said = this.open.get(line.id);
    this.open.delete(line.id);
    if (said === undefined || line.answer.outcome === 'refused') return undefined;
    this.sequence += 1;
    const told = { siteId: this.siteId, sequence: this.sequence, messageId: line.answer.messageId, acceptedAt: line.at };
    return said.type === 'report'
      ? { type: 'confirmed', ...told, report: said.body, work: said.run.work }
      : { type: 'takenBack', ...told, reversalId: said.id, confirmationId: said.confirmationId };
  }
}

/**
 * The facts of a site's book from `fromSequence` on (1 is the first), as they stand on disk now, in the order in which the gateway accepted them. Read line by line: the
 * book may be long. What is being written at the moment is told by the book itself.
 */
export async function* factsOnDisk(folder: string, siteId: string, fromSequence: number): AsyncIterable<MesFact> {
  const teller = new FactTeller(siteId);
  const lines = createInterface({ input: createReadStream(join(folder, `mes-${siteId}.ndjson`), 'utf8'), crlfDelay: Infinity });
  for await (const text of lines) {
    const line = readLine(text);
    if (line === undefined) return;
    const fact = teller.hear(line);
    if (fact !== undefined && fact.sequence >= fromSequence) yield fact;
  }
}

/** Undefined for a line that is half written. */
function readLine(text: string): BookLine | undefined {
  try {
    return JSON.parse(text) as BookLine;
  } catch {
    return undefined;
  }
}
