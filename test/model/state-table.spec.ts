import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { MESSAGE_STATES } from '@plantway/canonical';

const model = readFileSync('test/model/delivery.pml', 'utf8');
const readme = readFileSync('libs/messaging/README.md', 'utf8');
const isState = (word: string): boolean => (MESSAGE_STATES as readonly string[]).includes(word);
const pairs = (from: readonly string[], to: readonly string[]): readonly string[] => from.flatMap((one) => to.map((other) => `${one} -> ${other}`));
const sorted = (transitions: readonly string[]): readonly string[] => [...new Set(transitions)].sort();

/** Rows of the comment table of the model: "posting -> posted parked". */
function tableOfModel(): readonly string[] {
  const [table = ''] = /@table[\s\S]*@end/.exec(model) ?? [];
  return sorted(table.split('\n').flatMap((line) => {
    const [from, to] = line.replace(/^ \*/, '').split('->');
    return to === undefined ? [] : pairs([from!.trim()], to.trim().split(/\s+/));
  }));
}

/** Changes of state in the model's own code, by the mark beside each. */
function movesOfModel(): readonly string[] {
  return sorted([...model.matchAll(/@move ([\w ]+?) -> (\w+)/g)].flatMap(([, from = '', to = '']) => pairs(from.split(' '), [to])));
}

/** States that a cell names; words in backticks that are no state are something else. */
const statesIn = (cell: string): readonly string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, word = '']) => word).filter(isState);

/** Rows of the state table of the README. "Any of these" and "the same" take the states of the row before; what becomes of a part, or of another message, is no change of this one. */
function tableOfReadme(): readonly string[] {
  const rows = readme.slice(readme.indexOf('## States')).split('\n').filter((line) => line.startsWith('|')).slice(2).map((line) => line.split('|').slice(1, -1));
  let before: readonly string[] = [];
  return sorted(rows.flatMap(([from = '', , to = '']) => {
    before = /^ (any of these|the same)/.test(from) ? before : statesIn(from);
    return pairs(before, statesIn(to.replace(/\([^)]*\)|, the part.*|; a new message.*/g, '')));
  }));
}

describe('the model of the state table', () => {
  it('names the states of messages, and no others', () => {
    const [, names = ''] = /mtype = \{([^}]*)\}/.exec(model) ?? [];

    expect(names.split(',').map((name) => name.trim()).sort()).toEqual([...MESSAGE_STATES].sort());
  });

  it('has the changes of state of the README, and no others', () => {
    expect(tableOfModel()).toEqual(tableOfReadme());
  });

  it('makes no change of state that its table does not have', () => {
    expect(movesOfModel().filter((move) => !tableOfModel().includes(move))).toEqual([]);
  });

  it('marks every assignment of a state with the change that it is, but for what a variant breaks', () => {
    const unmarked = model.split('\n').filter((line) => /\b(WRITE\(st\[|DECIDE\([01]|st\[[01i]\] = )/.test(line) && !/#define|@move|init|st\[0\] = accepted;$|st\[1\] = (accepted|annulled); run/.test(line));

    expect(unmarked.map((line) => line.trim()).sort()).toEqual([
      ':: else -> WRITE(st[i] = retrying; part[i] = PLANNED)', // ONEREAD
      ':: atomic { acts < ACTS && st[0] == inDoubt -> DECIDE(0, discarded) }', // DISCARDDOUBT
      'WRITE(st[i] = retrying; part[i] = PLANNED)', // NAIVE
      'WRITE(st[i] = retrying; part[i] = PLANNED);', // NAIVE
      'atomic { if :: HELD -> st[i] = posting; part[i] = ON_ITS_WAY; was = posting :: else -> GIVE_BACK; goto again fi };', // NOINTENT
      'if :: HELD -> st[0] = annulled; if :: lease[0] -> lease[0] = 0; epoch[0]++ :: else -> skip fi; st[1] = posted; lease[1] = 0 :: else -> GIVE_BACK fi }; goto again', // marked in the line before
    ].sort());
  });
});
