import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { apis } from './apis.mjs';

/** Files and folders that `npm run generate` writes. */
export const generated = [
  ...apis.flatMap(({ name, app }) => [`openapi/${name}.json`, `apps/${app}/src/metadata.ts`, `libs/clients/src/generated/${name}`]),
  'docs/bad-input.md',
  'docs/configuration.md', 'docs/errors.md', 'sites/site.schema.json',
];

/** Text of every generated file that exists, by its path. */
export function readGenerated() {
  const texts = new Map();
  for (const path of generated.filter((each) => existsSync(each))) {
    const files = statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((file) => `${path}/${file}`).filter((file) => statSync(file).isFile()) : [path];
    for (const file of files.sort()) texts.set(file, readFileSync(file, 'utf8'));
  }
  return texts;
}
