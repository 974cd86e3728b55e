// `npm run model`: checks test/model/delivery.pml with Spin, once as the engine works and once for each protection left out, and prints expected against actual. Exit code 1 on any difference.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODEL = join(import.meta.dirname, '../test/model/delivery.pml');
/** Longest search of one variant, in milliseconds. */
const LIMIT_MS = 240_000;

/** `holds` means a complete search without an error; the others must fail, or the model proves nothing. */
const VARIANTS = [
  { name: 'a confirmation, two workers', defines: [], expected: 'holds' },
  { name: 'a confirmation and its reversal', defines: ['PAIR'], expected: 'holds' },
  { name: 'class K: pauses without bound, sent again under the key', defines: ['KEYED', 'ACTS=0'], expected: 'holds' },
  { name: 'sends again after a lost answer', defines: ['NAIVE'], expected: 'fails' },
  { name: 'writes the intent after the send', defines: ['NOINTENT'], expected: 'fails' },
  { name: 'reads back at once', defines: ['NOSETTLE'], expected: 'fails' },
  { name: 'believes one absence', defines: ['ONEREAD'], expected: 'fails' },
  { name: 'writes without its lease', defines: ['UNFENCED'], expected: 'fails' },
  { name: 'is held up longer than the settle window (class R)', defines: ['LONGPAUSE'], expected: 'fails' },
  { name: 'discards what is in doubt', defines: ['DISCARDDOUBT'], expected: 'fails' },
  { name: 'reverses before the original stands', defines: ['PAIR', 'EAGERREVERSAL'], expected: 'fails' },
];

function run(command, args, cwd, timeout = 60_000) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', timeout, maxBuffer: 2 ** 26 });
  if (error?.code === 'ENOENT') {
    console.error(`${command} is not installed; tools/install-spin.sh installs it`);
    process.exit(2);
  }
  return { status, output: `${stdout}${stderr}` };
}

function check({ defines }, folder) {
  const began = Date.now();
  const generated = run('spin', ['-a', ...defines.map((name) => `-D${name}`), MODEL], folder);
  if (generated.status !== 0) return { actual: `not a model: ${generated.output.trim()}`, states: '', seconds: '' };
  const compiled = run('gcc', ['-w', '-O2', '-DSAFETY', '-DCOLLAPSE', '-DMEMLIM=1500', '-o', 'pan', 'pan.c'], folder, 120_000);
  if (compiled.status !== 0) return { actual: `not compiled: ${compiled.output.trim()}`, states: '', seconds: '' };
  const { output } = run(join(folder, 'pan'), ['-m100000'], folder, LIMIT_MS);
  const errors = /errors: (\d+)/.exec(output)?.[1];
  const isComplete = errors !== undefined && !/search not completed|max search depth too small|out of memory/i.test(output);
  return {
    actual: errors === '0' && isComplete ? 'holds' : errors === undefined || errors === '0' ? 'not completed' : 'fails', why: /pan:\d+: (.*)/.exec(output)?.[1] ?? '',
    states: /(\d+) states, stored/.exec(output)?.[1] ?? '', seconds: ((Date.now() - began) / 1000).toFixed(1),
  };
}

let differences = 0;
for (const variant of VARIANTS) {
  const folder = mkdtempSync(join(tmpdir(), 'plantway-model-'));
  try {
    const { actual, why, states, seconds } = check(variant, folder);
    if (actual !== variant.expected) differences += 1;
    console.log(`${actual === variant.expected ? 'ok  ' : 'DIFF'} ${variant.name.padEnd(56)} expected ${variant.expected}, ${actual.padEnd(6)} ${states.padStart(8)} states ${seconds.padStart(6)} s  ${why ?? ''}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(differences === 0 ? 'the model says what it is expected to say' : `${differences} variants differ from what is expected`);
process.exitCode = differences === 0 ? 0 : 1;
