// `npm run mutants [-- --only TEXT]`: breaks the delivery engine on purpose, in a copy, one patch of tools/mutants.json after the other, and runs what must notice: the simulation, then the named specs, until
// something is red. A line for each with its number and what noticed it; the last line says how many of how many were caught. Exit code 1 when a mutant survives, when a patch does not apply any more, which is
// found out before anything runs, or when the copy is red without any; 130 when it is broken off, which leaves nothing behind.
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const SOURCES = 'libs/messaging/src';
const COPIED = ['libs', 'migrations', 'test/setup', 'tools', 'dist', 'package.json', 'tsconfig.json', 'jest.config.mjs', '.swcrc'];
const SIMULATED = { first: 1, seeds: 400 };
/** A mutant that hangs is caught as well. One that is only slow must not be: it has as long as everything took without any mutant, where that is longer. */
const SHORTEST_LIMIT_MS = 120_000;
const LIMIT_WITHOUT_MUTANT_MS = 1_200_000;

const { values: { only } } = parseArgs({ options: { only: { type: 'string' } } });
const mutants = JSON.parse(await readFile(join(root, 'tools/mutants.json'), 'utf8')).filter(({ name }) => only === undefined || name.includes(only));
const copy = await mkdtemp(join(tmpdir(), 'plantway-mutants-'));
const running = new Set();
let isBrokenOff = false;
let limitMs = LIMIT_WITHOUT_MUTANT_MS;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => {
  isBrokenOff = true;
  for (const child of running) child.kill('SIGTERM');
});
try {
  process.exitCode = await judge();
} catch (error) {
  if (!isBrokenOff) throw error;
  process.exitCode = 130;
} finally {
  await rm(copy, { recursive: true, force: true, maxRetries: 5 });
}

async function judge() {
  const stale = (await Promise.all(mutants.map(timesApplied))).filter(({ times }) => times !== 1);
  for (const { name, file, times } of stale) console.error(`the patch of "${name}" applies ${times} times to ${file}`);
  if (stale.length > 0) return 1;
  if (mutants.length === 0) {
    console.error(`no mutant has "${only}" in its name`);
    return 1;
  }
  for (const path of COPIED) await cp(join(root, path), join(copy, path), { recursive: true, preserveTimestamps: true });
  for (const folder of ['apps', 'test']) await mkdir(join(copy, folder), { recursive: true }); // roots of the test runner
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  const began = performance.now();
  const allSpecs = [...new Set(mutants.flatMap(({ specs = [] }) => specs))];
  const red = (await simulate(SIMULATED)) ?? (allSpecs.length > 0 ? await test(allSpecs) : undefined);
  if (red) {
    console.error(`without any mutant ${red.by} is red:\n${red.output.slice(-3_000)}`);
    return 1;
  }
  limitMs = Math.max(SHORTEST_LIMIT_MS, performance.now() - began);
  console.log(`without any mutant everything is green, in ${secondsSince(began)} s; ${mutants.length} mutants follow`);
  const survivors = [];
  for (const [index, mutant] of mutants.entries()) if (!(await tryMutant(mutant, index + 1))) survivors.push(mutant.name);
  for (const name of survivors) console.log(`survived: ${name}`);
  console.log(`${mutants.length - survivors.length} of ${mutants.length} caught, in ${secondsSince(began)} s`);
  return survivors.length > 0 ? 1 : 0;
}

async function timesApplied({ name, file, find }) {
  return { name, file, times: (await readFile(join(root, SOURCES, file), 'utf8')).split(find).length - 1 };
}

/** Whether something noticed it. */
async function tryMutant({ name, file, find, replace, specs = [], simulate: lives }, number) {
  const path = join(copy, SOURCES, file);
  const original = await readFile(path, 'utf8');
  const began = performance.now();
  await writeFile(path, original.replace(find, () => replace));
  try {
    const red = (specs.length === 0 || lives ? await simulate(lives ?? SIMULATED) : undefined) ?? (specs.length > 0 ? await test(specs) : undefined);
    console.log(`${String(number).padStart(3)}/${mutants.length} ${red ? 'caught  ' : 'SURVIVED'} | ${name.padEnd(62)} | ${red?.by ?? 'nothing'} | ${secondsSince(began)} s`);
    return red !== undefined;
  } finally {
    await writeFile(path, original);
  }
}

/** What is red, or undefined. */
async function simulate({ first, seeds }) {
  const built = await run(['-e', `const { build } = await import('${join(copy, 'tools/build.mjs')}'); await build(['libs/messaging', 'libs/canonical', 'libs/ports', 'libs/database'])`, '--input-type=module']);
  if (built.status !== 0) return { by: 'the build', output: built.output };
  const { status, output, isTimeUp } = await run(['tools/simulate.mjs', '--first', String(first), '--seeds', String(seeds)]);
  if (status === 0) return undefined;
  return { by: isTimeUp ? 'simulation, which did not end' : /seed (\d+):/.test(output) ? `simulation, seed ${/seed (\d+):/.exec(output)[1]}` : 'simulation', output };
}

async function test(specs) {
  const paths = specs.map((spec) => join('libs/messaging/test', `${spec}.spec.ts`));
  const { status, output, isTimeUp } = await run(['node_modules/jest/bin/jest.js', '--bail', '--runTestsByPath', ...paths]);
  if (status === 0) return undefined;
  return { by: isTimeUp ? `${specs.join(', ')}, which did not end` : /● (.*)/.exec(output)?.[1].trim().slice(0, 120) ?? specs.join(', '), output };
}

/** @throws when the run is broken off */
async function run(args) {
  if (isBrokenOff) throw new Error('broken off');
  const child = spawn(process.execPath, args, { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let output = '';
  let isTimeUp = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const limit = setTimeout(() => {
    isTimeUp = true;
    child.kill('SIGKILL');
  }, limitMs);
  const status = await new Promise((resolve) => child.on('exit', resolve));
  clearTimeout(limit);
  running.delete(child);
  if (isBrokenOff) throw new Error('broken off');
  return { status, output, isTimeUp };
}

function secondsSince(began) {
  return ((performance.now() - began) / 1_000).toFixed(1);
}
