// Transpiles what changed under apps, libs and migrations into dist with swc, and removes what has no source any more.
// `npm run build`; the type check is `npm run typecheck`. Called as a module it can build some folders only.
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

const root = dirname(import.meta.dirname);
const dist = join(root, 'dist');
const stampFile = join(dist, '.build.json');
const SOURCE_FOLDERS = ['apps', 'libs', 'migrations'];
const isSource = (name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.endsWith('.spec.ts');

/** Builds what is stale below `folders` and answers how many files were written and removed. @throws Error naming each file that does not parse */
export async function build(folders = SOURCE_FOLDERS) {
  const stamp = await readStamp();
  const recipe = await recipeState();
  const sources = await sourcesBelow(folders);
  const stale = sources.filter(({ path, state }) => stamp[path] !== `${recipe} ${state}` || !existsSync(join(dist, `${outputOf(path)}.js`)));
  const { transformFile } = stale.length > 0 ? await import('@swc/core') : {};
  const faults = [];
  await inParallel(stale, async ({ path, state }) => {
    try {
      await transpile(transformFile, path);
      stamp[path] = `${recipe} ${state}`;
    } catch (error) {
      faults.push(`${path}: ${String(error.message ?? error).split('\n\nCaused by')[0].trimEnd()}`); // what follows is swc's own stack
    }
  });
  const present = new Set(sources.map(({ path }) => path));
  const removed = Object.keys(stamp).filter((path) => folders.some((folder) => path.startsWith(`${folder}/`)) && !present.has(path));
  for (const path of removed) {
    for (const suffix of ['.js', '.js.map']) await rm(join(dist, outputOf(path) + suffix), { force: true });
    delete stamp[path];
  }
  if (stale.length > 0 || removed.length > 0) await writeWhole(stampFile, JSON.stringify(stamp));
  if (faults.length > 0) throw new Error(`cannot build:\n${faults.join('\n')}`);
  return { written: stale.length, removed: removed.length };
}

/** What every output depends on beside its own source. */
async function recipeState() {
  const { version } = JSON.parse(await readFile(join(root, 'node_modules/@swc/core/package.json'), 'utf8'));
  const { mtimeMs, size } = await stat(join(root, '.swcrc'));
  return `${version}-${mtimeMs}-${size}`;
}

async function readStamp() {
  try {
    return JSON.parse(await readFile(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

async function sourcesBelow(folders) {
  const found = [];
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || !isSource(entry.name)) continue;
      const file = join(entry.parentPath, entry.name);
      const { mtimeMs, size } = await stat(file);
      found.push({ path: relative(root, file).split(sep).join('/'), state: `${mtimeMs}-${size}` });
    }
  }
  return found;
}

const outputOf = (path) => path.slice(0, -'.ts'.length);

async function transpile(transformFile, path) {
  const { code, map } = await transformFile(join(root, path), { root, cwd: root });
  const target = join(dist, outputOf(path));
  const name = target.split(sep).pop();
  await mkdir(dirname(target), { recursive: true });
  await writeWhole(`${target}.js.map`, map);
  await writeWhole(`${target}.js`, `${code}\n//# sourceMappingURL=${name}.js.map\n`);
}

/** Whole or not at all: another process may be reading. */
async function writeWhole(file, text) {
  await mkdir(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  await writeFile(half, text);
  await rename(half, file);
}

async function inParallel(jobs, work) {
  const waiting = [...jobs];
  const worker = async () => {
    for (let job = waiting.pop(); job; job = waiting.pop()) await work(job);
  };
  await Promise.all(Array.from({ length: 2 * availableParallelism() }, worker));
}

if (process.argv[1] === import.meta.filename) {
  try {
    if (!existsSync(join(root, 'node_modules/@swc/core'))) throw new Error('The packages are not installed: run `npm ci` first.');
    const { written, removed } = await build();
    if (written + removed > 0) console.log(`built ${written} files${removed > 0 ? `, removed ${removed}` : ''}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
