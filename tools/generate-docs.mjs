/** Writes sites/site.schema.json from the schema that site files are checked by, docs/errors.md from the error catalogue, docs/bad-input.md from the test's own cases and docs/configuration.md from the declared settings. */
import { writeFileSync } from 'node:fs';
import { configurationDocument } from './configuration-document.mjs';
import { badInputDocument, errorsDocument } from './documents.mjs';

writeFileSync('docs/errors.md', errorsDocument());
writeFileSync('docs/bad-input.md', badInputDocument());
writeFileSync('docs/configuration.md', configurationDocument());
const { SITE_FILE_SCHEMA } = await import('../dist/libs/sites/src/index.js');
writeFileSync('sites/site.schema.json', `${JSON.stringify(SITE_FILE_SCHEMA, null, 2)}\n`);
