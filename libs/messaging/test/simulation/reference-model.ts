import type { MessageState } from '@plantway/canonical';

/** A message at the end of a life, in the order of acceptance. */
export interface EndedMessage {
  readonly senderId: string;
  readonly laneKey: string;
  readonly state: MessageState;
  /** Why it stands still, if it says so. */
  readonly reason: string | undefined;
  /** What was to be posted; of a reversal nothing, it reverses what stands. */
  readonly wished: readonly { readonly partId: string; readonly amount: string }[];
  /** Numbers of the documents that the gateway says it has posted. */
  readonly numbers: readonly string[];
  /** Senders' ids of the messages that it waits for. */
  readonly after: readonly string[];
  readonly takesBack?: string | undefined;
}

/** A document in the ERP's own ledger, in the order of posting. */
export interface LedgerLine {
  readonly number: string;
  readonly senderId: string;
  readonly partId: string;
  readonly amount: string;
  readonly reverses?: string | undefined;
}

const STOPPED: readonly MessageState[] = ['parked', 'awaitingApproval'];
const POSTED: readonly MessageState[] = ['posted', 'postedWithFollowUp'];

/** What the ERP's ledger must hold for what was accepted, and where messages may stand when all has come to rest. Knows nothing of lanes' leases, attempts or doubts. Answers what is wrong, in words. */
export function wrongs(messages: readonly EndedMessage[], ledger: readonly LedgerLine[]): readonly string[] {
  const found: string[] = [];
  const must = (holds: boolean, words: string): void => { if (!holds) found.push(words); };
  const byId = new Map(messages.map((message) => [message.senderId, message]));
  const linesOf = (senderId: string): readonly LedgerLine[] => ledger.filter((line) => line.senderId === senderId);
  const reversalsOf = ({ number }: LedgerLine): readonly LedgerLine[] => ledger.filter(({ reverses }) => reverses === number);

  for (const { senderId } of ledger) must(byId.has(senderId), `nobody accepted ${senderId}, and it stands`);
  for (const message of messages) {
    const { senderId, state, wished, takesBack } = message;
    const lines = linesOf(senderId);
    must(new Set(lines.map(({ partId }) => partId)).size === lines.length, `${senderId} stands twice`);
    must(lines.every(({ number }) => message.numbers.includes(number)) || STOPPED.includes(state), `${senderId} is ${state}, and the gateway does not know all that stands of it`);
    must(message.numbers.every((number) => lines.some((line) => line.number === number)), `${senderId} is said to stand and does not`);
    if (takesBack === undefined) {
      const amounts = (parts: readonly { readonly partId: string; readonly amount: string }[]): string => parts.map(({ partId, amount }) => `${partId}=${amount}`).join();
      if (POSTED.includes(state)) must(amounts(lines) === amounts(wished), `${senderId} is ${state} and stands as ${amounts(lines) || 'nothing'} instead of ${amounts(wished)}`);
      if (state === 'discarded') must(lines.length === 0, `${senderId} is discarded and stands`);
      const wishes = messages.filter((other) => other.takesBack === senderId && other.state !== 'discarded' && other.state !== 'annulled');
      if (state === 'annulled') must(wishes.length > 0 || (lines.length > 0 ? lines.every((line) => reversalsOf(line).length === 1) : messages.some((other) => other.takesBack === senderId)), `${senderId} is annulled, and nobody takes it back`);
    } else if (POSTED.includes(state)) {
      for (const line of linesOf(takesBack)) must(reversalsOf(line).length === 1, `${takesBack} is taken back by ${senderId}, and its ${line.partId} was reversed ${reversalsOf(line).length} times`);
    }
    for (const [index, line] of ledger.entries()) {
      if (line.senderId !== senderId || line.reverses === undefined) continue;
      must(ledger.slice(0, index).some(({ number }) => number === line.reverses), `${senderId} reverses what was posted after it`);
    }
    if (!isFinal(state)) must(isExplained(message), `${senderId} is ${state} for no reason`);
  }
  for (const lane of new Set(messages.map(({ laneKey }) => laneKey))) {
    const wanted = messages.filter(({ laneKey, takesBack }) => laneKey === lane && takesBack === undefined).flatMap(({ senderId, wished }) => wished.map(({ partId }) => `${senderId} ${partId}`));
    const had = ledger.map(({ senderId, partId }) => `${senderId} ${partId}`).filter((name) => wanted.includes(name));
    must([...new Set(had)].join() === wanted.filter((name) => had.includes(name)).join(), `lane ${lane} is out of order: ${had.join()}`);
  }
  return found;

  /** It stands with a person who is told why; or behind, or waiting for, one that does. */
  function isExplained({ senderId, laneKey, state, reason, after }: EndedMessage): boolean {
    if (STOPPED.includes(state)) return reason !== undefined && reason !== 'FLOW_DEFECT';
    const inFront = messages.slice(0, messages.findIndex((message) => message.senderId === senderId)).filter((message) => message.laneKey === laneKey && !isFinal(message.state));
    return [...inFront, ...after.map((id) => byId.get(id)!).filter((other) => !isFinal(other.state))].some(isExplained);
  }
}

function isFinal(state: MessageState): boolean {
  return POSTED.includes(state) || state === 'discarded' || state === 'annulled';
}
