import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { BookLine } from './book-line.js';
import type { MesFact, MesProgress, RefusedFact } from './mes-fact.js';
import type { Outgoing } from './outgoing.js';

/** Makes facts of a book's lines: each report, also one of material, and each reversal becomes one when the gateway accepted or refused it. Keeps only what has no answer yet. */
export class FactTeller {
  private readonly open = new Map<string, Exclude<Outgoing, { type: 'acknowledgement' }>>();
  /** Facts so far: as many answers there were. */
  private sequence = 0;

  constructor(private readonly siteId: string) {}

  /** Up to the last line that was heard. */
  get progress(): MesProgress {
    return { said: this.sequence + this.open.size, answered: this.sequence };
  }

  hear(line: BookLine): MesFact | undefined {
    if (line.line === 'outgoing' && line.outgoing.type !== 'acknowledgement') this.open.set(line.outgoing.id, line.outgoing);
    if (line.line !== 'answered') return undefined;
    const said = this.open.get(line.id);
    this.open.delete(line.id);
    if (said === undefined) return undefined;
    this.sequence += 1;
    if (line.answer.outcome === 'refused') {
      const { code, detail } = line.answer;
      return { type: 'refused', siteId: this.siteId, sequence: this.sequence, said: wordsOf(said), code, detail, refusedAt: line.at };
    }
    const told = { siteId: this.siteId, sequence: this.sequence, messageId: line.answer.messageId, acceptedAt: line.at };
    switch (said.type) {
      case 'report': return { type: 'confirmed', ...told, report: said.body, work: said.run.work };
      case 'consumption': return { type: 'consumed', ...told, consumption: said.body };
      case 'reversal': return { type: 'takenBack', ...told, reversalId: said.id, confirmationId: said.confirmationId };
    }
  }
}

function wordsOf(said: Exclude<Outgoing, { type: 'acknowledgement' }>): RefusedFact['said'] {
  switch (said.type) {
    case 'report': return { type: 'report', report: said.body, work: said.run.work };
    case 'consumption': return { type: 'consumption', consumption: said.body };
    case 'reversal': return { type: 'reversal', reversalId: said.id, confirmationId: said.confirmationId };
  }
}

/**
 * The facts of a site's book from `fromSequence` on (1 is the first), as they stand on disk now, in the order in which the gateway answered them. Read line by line: the
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
