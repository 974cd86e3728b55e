// `npm run mutants [-- --only TEXT]`: breaks the delivery engine on purpose, in a copy, one patch of tools/mutants.json after the other, and runs what must notice: the simulation, then the named specs, until
// something is red. Prints a table; exit code 1 when a mutant survives, when a patch does not apply any more, or when the copy is red without any.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const SOURCES = 'libs/messaging/src';
const COPIED = ['libs', 'migrations', 'test/setup', 'tools', 'dist', 'package.json', 'tsconfig.json', 'jest.config.mjs', '.swcrc'];
const SIMULATED = { first: 1, seeds: 400 };
/** A mutant that hangs is caught as well. */
const LIMIT_MS = 120_000;

const { values: { only } } = parseArgs({ options: { only: { type: 'string' } } });
const mutants = JSON.parse(await readFile(join(root, 'tools/mutants.json'), 'utf8')).filter(({ name }) => only === undefined || name.includes(only));
const copy = await mkdtemp(join(tmpdir(), 'plantway-mutants-'));
try {
  process.exitCode = await judge();
} finally {
  await rm(copy, { recursive: true, force: true });
}

async function judge() {
  for (const path of COPIED) await cp(join(root, path), join(copy, path), { recursive: true, preserveTimestamps: true });
  for (const folder of ['apps', 'test']) await mkdir(join(copy, folder), { recursive: true }); // roots of the test runner
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const allSpecs = [...new Set(mutants.flatMap(({ specs = [] }) => specs))];
  const red = (await simulate(SIMULATED)) ?? (allSpecs.length > 0 ? await test(allSpecs) : undefined);
  if (red) {
    console.error(`without any mutant ${red.by} is red:\n${red.output.slice(-3_000)}`);
    return 1;
  }
  const verdicts = [];
  for (const mutant of mutants) verdicts.push(await tryMutant(mutant));
  const survived = verdicts.filter((verdict) => !verdict.caught).length;
  console.log(`${verdicts.length - survived} caught, ${survived} survived`);
  return survived > 0 ? 1 : 0;
}

async function tryMutant({ name, file, find, replace, specs = [], simulate: lives }) {
  const path = join(copy, SOURCES, file);
  const original = await readFile(path, 'utf8');
  const began = performance.now();
  const tell = (verdict) => {
    console.log(`${verdict.caught ? 'caught  ' : 'SURVIVED'} | ${name.padEnd(62)} | ${verdict.by} | ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    return verdict;
  };
  if (original.split(find).length !== 2) return tell({ caught: false, by: `its patch applies ${original.split(find).length - 1} times to ${file}` });
  await writeFile(path, original.replace(find, () => replace));
  try {
    const red = (specs.length === 0 || lives ? await simulate(lives ?? SIMULATED) : undefined) ?? (specs.length > 0 ? await test(specs) : undefined);
    return tell(red ? { caught: true, by: red.by } : { caught: false, by: 'nothing' });
  } finally {
    await writeFile(path, original);
  }
}

/** What is red, or undefined. */
async function simulate({ first, seeds }) {
  const built = await run(['-e', `const { build } = await import('${join(copy, 'tools/build.mjs')}'); await build(['libs/messaging', 'libs/canonical', 'libs/ports', 'libs/database'])`, '--input-type=module']);
  if (built.status !== 0) return { by: 'the build', output: built.output };
  const { status, output } = await run(['tools/simulate.mjs', '--first', String(first), '--seeds', String(seeds)]);
  return status === 0 ? undefined : { by: /seed (\d+):/.test(output) ? `simulation, seed ${/seed (\d+):/.exec(output)[1]}` : 'simulation', output };
}

async function test(specs) {
  const paths = specs.map((spec) => join('libs/messaging/test', `${spec}.spec.ts`));
  const { status, output } = await run(['node_modules/jest/bin/jest.js', '--bail', '--runTestsByPath', ...paths]);
  return status === 0 ? undefined : { by: /● (.*)/.exec(output)?.[1].trim().slice(0, 120) ?? specs.join(', '), output };
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    child.on('exit', (status) => {
      clearTimeout(limit);
      resolve({ status, output });
    });
  });
}
