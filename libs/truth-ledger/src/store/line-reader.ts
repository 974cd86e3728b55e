import { createReadStream } from 'node:fs';

export interface ReadLine {
  readonly text: string;
  /** Bytes of the file up to and including this line. */
  readonly endsAt: number;
  /** False for what stands behind the last line feed. */
  readonly isWhole: boolean;
}

/** The lines of a file one after the other, without holding the file in memory. */
export async function* linesOf(path: string): AsyncGenerator<ReadLine> {
  const pending: Buffer[] = [];
  let endsAt = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let feed = chunk.indexOf(10); feed !== -1; feed = chunk.indexOf(10, from)) {
      pending.push(chunk.subarray(from, feed));
      const line = Buffer.concat(pending.splice(0));
      endsAt += line.length + 1;
      from = feed + 1;
      yield { text: line.toString('utf8'), endsAt, isWhole: true };
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(pending);
  if (rest.length > 0) yield { text: rest.toString('utf8'), endsAt: endsAt + rest.length, isWhole: false };
}
