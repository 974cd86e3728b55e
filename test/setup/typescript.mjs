// Lets one Node process import the sources as they stand: TypeScript is transpiled by swc, each text once and for all runs; the names of the project's own modules are
// found as tsconfig.json says. Nothing else differs from what Node does with the built files.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const require = createRequire(import.meta.url);
const SETTINGS = {
  swcrc: false, // the build's own settings leave the specs out
  configFile: false,
  sourceMaps: true,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    keepClassNames: true,
  },
};
const RECIPE = JSON.stringify([require('@swc/core/package.json').version, SETTINGS]);

/** Imports TypeScript from now on, keeping what is transpiled in `folder`; a module named in `replaced` is another one. Answers where the source map of each imported file is. */
export function importTypeScript(folder, replaced = {}) {
  mkdirSync(folder, { recursive: true });
  const sourceMaps = new Map();
  registerHooks({
    resolve: (name, context, next) => {
      const url = replaced[name] ?? sourceOf(name, context.parentURL);
      return url === undefined ? next(name, context) : { url, format: 'module', shortCircuit: true };
    },
    load: (url, context, next) => {
      if (!url.endsWith('.ts')) return next(url, context);
      const { source, sourceMap } = transpiled(fileURLToPath(url), folder);
      sourceMaps.set(url, sourceMap);
      return { source, format: 'module', shortCircuit: true };
    },
  });
  return sourceMaps;
}

/** The TypeScript file behind an import: `@plantway/x` is a lib, `./x.js` beside a TypeScript file is `./x.ts`. */
function sourceOf(name, parent) {
  const [, backend, lib] = /^@plantway\/(?:backends\/([^/]+)|([^/]+))$/.exec(name) ?? [];
  if (lib ?? backend) return new URL(backend ? `libs/backends/${backend}/src/index.ts` : `libs/${lib}/src/index.ts`, root).href;
  if (!parent?.endsWith('.ts') || !/^\.{1,2}\/.*\.js$/.test(name)) return undefined;
  const url = new URL(name.replace(/\.js$/, '.ts'), parent);
  return existsSync(url) ? url.href : undefined;
}

function transpiled(path, folder) {
  const typescript = readFileSync(path, 'utf8');
  const kept = join(folder, createHash('sha1').update(RECIPE).update('\0').update(path).update('\0').update(typescript).digest('hex'));
  const sourceMap = `${kept}.map`;
  try {
    return { source: readFileSync(`${kept}.js`, 'utf8'), sourceMap };
  } catch {
    const { code, map } = require('@swc/core').transformSync(typescript, { ...SETTINGS, filename: path });
    writeWhole(sourceMap, map);
    writeWhole(`${kept}.js`, code);
    return { source: code, sourceMap };
  }
}

/** Another process may be writing the same. */
function writeWhole(path, text) {
  const part = `${path}.${process.pid}`;
  writeFileSync(part, text);
  renameSync(part, path);
}
