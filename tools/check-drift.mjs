/** Fails when what is generated differs from what was there before: a DTO, a controller or the error catalogue changed and `npm run generate` was not run. Needs neither network nor database. */
import { readGenerated } from './openapi/generated-files.mjs';

const before = readGenerated();
await import('./generate.mjs');
const after = readGenerated();

const drifted = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)).sort();
for (const file of drifted) console.error(`drifted: ${file}`);
if (drifted.length > 0) {
  console.error('Generated files were out of date; they are written now. Look at the difference and commit it.');
  process.exit(1);
}
console.log(`${after.size} generated files are up to date`);
